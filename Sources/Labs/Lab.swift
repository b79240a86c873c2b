/// A question about fine-tuning that is answered by trying.
///
/// A lab trains a network with several settings and several seeds, each of which is a ``Trial`` in the ``Journal``. Then it
/// looks at the trials and says in a table, in pictures and in words what it found; the words follow from the numbers.
public protocol Lab {
    /// What it is called on the command line: `depth-sweep`.
    static var name: String { get }
    /// What it finds out, in one line.
    static var question: String { get }
    /// Opens the images. The trials follow from the set-up, and from one another.
    ///
    /// - Throws: `FileError` when images that must be fetched are missing.
    init(_ setup: LabSetup) throws
    /// All that the trials will compute.
    var plan: [PlannedWork] { get }
    /// Runs the trials that are not in the journal yet, and looks at all of them.
    func run(_ journal: Journal) throws -> LabReport
}

/// How a lab is run.
public struct LabSetup: Sendable, Equatable, Codable {
    /// How much is tried.
    public enum Size: String, Sendable, Codable {
        /// A few steps, only to see that everything works.
        case tiny
        /// Less than a minute, with what comes with the package.
        case quick
        /// As much as it takes to find something out.
        case full
    }

    /// How much is tried.
    public let size: Size
    /// Each setting is tried with so many seeds.
    public let seedCount: Int

    /// A set-up; three seeds for a full run and two for others if left out.
    public init(_ size: Size, seedCount: Int? = nil) {
        self.size = size
        self.seedCount = seedCount ?? (size == .full ? 3 : 2)
    }

    /// The seeds of each setting: 1, 2, ….
    public var seeds: [UInt64] { (0..<seedCount).map { UInt64($0 + 1) } }

    /// One of three values, by size.
    func choose<Value>(tiny: Value, quick: Value, full: Value) -> Value {
        switch size {
        case .tiny: tiny
        case .quick: quick
        case .full: full
        }
    }
}

/// What a lab computes with one network on one set of images.
public struct PlannedWork {
    /// The network and the images.
    public let subject: Subject
    /// How many images go through all of the network, forward and backward. What only goes forward counts a third.
    public let images: Double

    /// So much work.
    public init(_ subject: Subject, images: Double) {
        self.subject = subject
        self.images = images
    }
}
