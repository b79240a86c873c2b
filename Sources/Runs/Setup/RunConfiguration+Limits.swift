import Wording

extension RunConfiguration {
    /// What the numbers of a run may be.
    public enum Limits {
        /// For ``RunConfiguration/epochs``.
        public static let epochs = 1...10_000
        /// For ``RunConfiguration/batchSize``.
        public static let batchSize = 1...4096
        /// For ``RunConfiguration/size``, in pixels.
        public static let size = 32...1024
        /// For ``RunConfiguration/rate``. The first blocks learn at a hundredth of it, which must not round to 0.
        public static let rate: ClosedRange<Float> = 1e-30...1e30
    }

    /// The first number that is not what it may be; `nil` when all are.
    var outOfRange: (expected: String, found: String)? {
        func check<Number>(_ name: String, _ value: Number?, _ range: ClosedRange<Number>) -> (String, String)? {
            guard let value, !range.contains(value) else { return nil }
            return ("\(name) \(inWords(range))", "\(value)")
        }
        return check("epochs", epochs, Limits.epochs) ?? check("batchSize", batchSize, Limits.batchSize)
            ?? check("size", size, Limits.size) ?? check("rate", rate, Limits.rate)
    }
}
