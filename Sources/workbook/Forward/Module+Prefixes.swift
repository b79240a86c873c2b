import TrainingCore
import Wording

extension Module {
    /// Freezes or unfreezes what bears one of the names in a list with commas, or lies below it: blocks, with their
    /// batch-norm statistics, and single parameters. Names are matched whole: `layer1` is not `layer10`.
    ///
    /// - Throws: `FileError` about `option` for a name without any parameter.
    func setLearning(_ learning: Bool, prefixes: String, option: String) throws {
        for prefix in prefixes.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
            let parameters = namedParameters.filter { $0.name.isAtOrBelow(prefix) }
            guard !parameters.isEmpty else {
                var known: [String] = []
                for block in namedParameters.compactMap({ $0.name.split(separator: ".").first.map(String.init) })
                where !known.contains(block) { known.append(block) }
                throw FileError(
                    "\(option) \(printable(prefix))",
                    expected: "names of blocks or parameters, which begin with \(known.joined(separator: ", "))",
                    found: "none of that name in this \(type(of: self))")
            }
            for (_, parameter) in parameters { parameter.requiresGrad = learning }
            for case (let name, let layer as BatchNorm) in namedModules where name.isAtOrBelow(prefix) {
                layer.statisticsAreFrozen = !learning
            }
        }
    }
}

extension String {
    /// Whether this path is `prefix` or goes on from there.
    fileprivate func isAtOrBelow(_ prefix: String) -> Bool { self == prefix || hasPrefix(prefix + ".") }
}
