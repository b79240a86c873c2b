import RandomNumbers
import TrainingCore

/// A made-up machine: what a program needs, what is installed, and what follows from it.
struct SampleMachine {
    /// How an installed version stands to the least one.
    enum Standing: CaseIterable {
        /// Not installed.
        case absent
        /// Older, as a version and as text.
        case old
        /// Older as a version, though as text it comes after: `1.6.9` where `1.6.39` is needed.
        case oldButLaterText
        /// Exactly the least one.
        case equal
        /// Newer, as a version and as text.
        case new
        /// Newer as a version, though as text it comes before.
        case newButEarlierText
    }

    private(set) var required: [SystemLibrary] = []
    private(set) var installed: [String: String] = [:]
    private(set) var missing: [SystemLibrary] = []
    private(set) var outdated: [SystemLibrary] = []
    /// What would count as outdated if versions were compared as text.
    private(set) var outdatedAsText: [SystemLibrary] = []
    private(set) var current: [SystemLibrary] = []

    /// A machine with one library of each standing, in random order. The first that is absent and the first that is old
    /// though later as text come in one package.
    init(_ standings: [Standing], using generator: inout SeededGenerator) {
        let shared = "media\(Int.random(in: 2...9, using: &generator))-dev"
        var sharing: Set<Standing> = [.absent, .oldButLaterText]
        let names = ["dnnl", "png", "turbojpeg", "cairo", "zip", "webp", "tiff", "hdf5", "blas", "fftw"]
        for (name, standing) in zip(names.shuffled(using: &generator), standings.shuffled(using: &generator)) {
            let (version, least) = Self.versions(standing, using: &generator)
            let suffix = Int.random(in: 2...9, using: &generator)
            let package = sharing.remove(standing) == nil ? "\(name)\(suffix)-dev" : shared
            let library = SystemLibrary("lib\(name)", leastVersion: least, package: package)
            required.append(library)
            installed[library.name] = version
            switch standing {
            case .absent: missing.append(library)
            case .old, .oldButLaterText: outdated.append(library)
            case .equal, .new, .newButEarlierText: current.append(library)
            }
            if standing == .old || standing == .newButEarlierText { outdatedAsText.append(library) }
        }
    }

    /// The packages that the command must name.
    var packages: Set<String> { Set((missing + outdated).map(\.package)) }

    /// An installed version, if any, and a least one that stand to each other as asked.
    static func versions(
        _ standing: Standing, using generator: inout SeededGenerator
    ) -> (installed: String?, least: String) {
        let start = "\(Int.random(in: 1...4, using: &generator)).\(Int.random(in: 0...9, using: &generator))"
        let digit = Int.random(in: 5...9, using: &generator)
        let two = Int.random(in: 10...49, using: &generator)
        switch standing {
        case .absent: return (nil, "\(start).\(two)")
        case .old: return ("\(start).\(two)", "\(start).\(two + digit + 1)")
        case .oldButLaterText: return ("\(start).\(digit)", "\(start).\(two)")
        case .equal: return ("\(start).\(two)", "\(start).\(two)")
        case .new: return ("\(start).\(two + digit)", "\(start).\(two)")
        case .newButEarlierText: return ("\(start).\(two)", "\(start).\(digit)")
        }
    }
}
