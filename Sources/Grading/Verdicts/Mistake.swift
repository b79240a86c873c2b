/// Why a check failed. Graders throw it from inside a check.
public struct Mistake: Error, Equatable {
    let expected: String
    let found: String
    let misconception: Misconception?
    let pictures: PictureComparison?

    /// A mistake, explained by a misconception where one is known, and shown in pictures where they say it better.
    public init(
        expected: String, found: String, _ misconception: Misconception? = nil, pictures: PictureComparison? = nil
    ) {
        (self.expected, self.found, self.misconception) = (expected, found, misconception)
        self.pictures = pictures
    }
}

/// Fails the running check unless `condition` holds.
func expect(
    _ condition: Bool, expected: @autoclosure () -> String, found: @autoclosure () -> String,
    _ misconception: @autoclosure () -> Misconception? = nil
) throws {
    if !condition { throw Mistake(expected: expected(), found: found(), misconception()) }
}

/// Fails the running check unless the two are equal.
func expect<Value: Equatable>(
    _ found: Value, equals expected: Value, _ what: String = "",
    _ misconception: @autoclosure () -> Misconception? = nil
) throws {
    let label = what.isEmpty ? "" : "\(what): "
    if found != expected { throw Mistake(expected: "\(label)\(expected)", found: "\(label)\(found)", misconception()) }
}

/// Fails the running check unless two lists have the same length and the same elements; names the first that differs.
func expect<Element: Equatable>(
    _ found: [Element], equals expected: [Element], _ what: String,
    _ misconception: @autoclosure () -> Misconception? = nil
) throws {
    guard found.count == expected.count else {
        throw Mistake(
            expected: "\(what): \(expected.count) of them", found: "\(found.count) of them", misconception())
    }
    if let i = found.indices.first(where: { found[$0] != expected[$0] }) {
        throw Mistake(expected: "\(what)[\(i)] = \(expected[i])", found: "\(found[i])", misconception())
    }
}

/// Fails the running check unless two lists of numbers have the same length and agree within `tolerance` times the
/// largest expected one (at least 1); names the first that differs.
func expect(
    _ found: [Float], closeTo expected: [Float], tolerance: Float = 1e-4, _ what: String,
    _ misconception: @autoclosure () -> Misconception? = nil
) throws {
    guard found.count == expected.count else {
        throw Mistake(expected: "\(what): \(expected.count) numbers", found: "\(found.count) numbers", misconception())
    }
    let scale = max(1, expected.map(abs).max() ?? 0)
    if let i = found.indices.first(where: { !(abs(found[$0] - expected[$0]) <= tolerance * scale) }) {
        throw Mistake(expected: "\(what)[\(i)] = \(expected[i])", found: "\(found[i])", misconception())
    }
}
