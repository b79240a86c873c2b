import TrainingCore

/// A mistake that was made on purpose.
struct Fault: Sendable {
    let name: String
    /// The rule that should be the first to speak; `nil` for a mistake that no rule is made for.
    let rule: SetupRule?
    let find: @Sendable () throws -> [SetupFinding]

    init(_ name: String, _ rule: SetupRule?, _ find: @escaping @Sendable () throws -> [SetupFinding]) {
        (self.name, self.rule, self.find) = (name, rule, find)
    }

    /// All of them.
    static let all =
        ofOptimizers + ofFreezing + ofModes + ofLoops + ofLosses + ofNumbers + ofData + ofParts + ofTransforms + ofRates
        + ofNetworks + unseen
}

/// A set-up in which nothing is wrong, however odd.
struct CleanSetup: Sendable {
    let name: String
    let find: @Sendable () throws -> [SetupFinding]

    init(_ name: String, _ find: @escaping @Sendable () throws -> [SetupFinding]) {
        (self.name, self.find) = (name, find)
    }

    /// All of them.
    static let all =
        labs + recipes + solutions + ofModels + ofNetworks + ofLoops + ofData + ofTransforms + ofRates
        + drawn
}
