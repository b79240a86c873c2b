import Synchronization

/// The generator that weight initialisation and dropout draw from.
///
/// It is scoped, never set: ``withSeed(_:_:)`` installs one for the duration of a closure. Outside of any scope
/// numbers come from a generator with seed 0 that the whole process shares, never from the system's.
public enum RandomScope {
    @TaskLocal private static var box = GeneratorBox(seed: 0)

    fileprivate static func run<Result>(seed: UInt64, _ body: () throws -> Result) rethrows -> Result {
        try $box.withValue(GeneratorBox(seed: seed), operation: body)
    }

    /// Takes a fresh generator from the current scope; two calls give two different ones.
    public static func generator() -> SeededGenerator {
        box.generator.withLock { SeededGenerator(seed: $0.next()) }
    }
}

/// Runs `body` with all randomness that is not passed explicitly drawn from `seed`.
///
/// The same seed and the same body give the same initial weights and the same dropout masks.
public func withSeed<Result>(_ seed: UInt64, _ body: () throws -> Result) rethrows -> Result {
    try RandomScope.run(seed: seed, body)
}

private final class GeneratorBox: Sendable {
    let generator: Mutex<SeededGenerator>
    init(seed: UInt64) { generator = Mutex(SeededGenerator(seed: seed)) }
}
