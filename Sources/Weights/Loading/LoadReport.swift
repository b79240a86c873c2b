/// How well a file's arrays fitted a model.
public struct LoadReport: Sendable, Equatable {
    /// An array whose shape is not the model's.
    public struct Misshapen: Sendable, Equatable {
        /// The array's name.
        public let name: String
        /// The model's shape and the file's.
        public let expected: [Int], found: [Int]
    }

    /// How many arrays were, or could be, loaded.
    public internal(set) var loaded = 0
    /// What the model has and the file has not; these kept their values.
    public internal(set) var missing: [String] = []
    /// What the file has and the model has not.
    public internal(set) var unused: [String] = []
    /// What both have in different shapes; these kept their values.
    public internal(set) var misshapen: [Misshapen] = []

    /// What a wrapper had put before all names of the file, and was taken off before they were compared: `module.` from
    /// PyTorch's `DataParallel`, `_orig_mod.` from `torch.compile`; empty if there was nothing.
    public internal(set) var removedPrefix = ""

    /// Whether everything fitted.
    public var isComplete: Bool { missing.isEmpty && unused.isEmpty && misshapen.isEmpty }

    /// One line with the counts and the first few names of each kind of misfit.
    public var summary: String {
        var parts: [String] = []
        if !missing.isEmpty { parts.append("\(missing.count) missing (\(firstFew(missing)))") }
        if !unused.isEmpty { parts.append("\(unused.count) that it does not have (\(firstFew(unused)))") }
        if !misshapen.isEmpty {
            let shapes = misshapen.map { "\($0.name): \($0.expected) expected, \($0.found) found" }
            parts.append("\(misshapen.count) of another shape (\(firstFew(shapes)))")
        }
        let fit = parts.isEmpty ? "all \(loaded) arrays fit" : "\(loaded) that fit, " + parts.joined(separator: ", ")
        return removedPrefix.isEmpty ? fit : "\(fit), after \(removedPrefix) was taken off all names"
    }

    private func firstFew(_ names: [String]) -> String {
        names.prefix(3).joined(separator: ", ") + (names.count > 3 ? ", …" : "")
    }
}
