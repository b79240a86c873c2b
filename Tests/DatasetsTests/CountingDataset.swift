import Datasets
import Foundation
import Images
import Synchronization

/// Images whose every value is their index, from a dataset that watches how it is used.
final class CountingDataset: ImageDataset {
    struct Broken: Error, Equatable { let index: Int }

    struct Log {
        var loads = 0
        var running = 0
        var threads: Set<UInt> = []
    }

    let classes = ["even", "odd"]
    let count: Int
    let broken: Set<Int>
    let uneven: Bool
    let onLoad: @Sendable (Int) -> Void
    private let log = Mutex(Log())

    /// - Parameters:
    ///   - broken: the images that throw ``Broken``.
    ///   - uneven: whether some images take much longer than others.
    ///   - onLoad: called with the index of each image that is asked for.
    init(
        _ count: Int, broken: Set<Int> = [], uneven: Bool = false, onLoad: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.count = count
        self.broken = broken
        self.uneven = uneven
        self.onLoad = onLoad
    }

    var loads: Int { log.withLock { $0.loads } }
    var running: Int { log.withLock { $0.running } }
    var threads: Set<UInt> { log.withLock { $0.threads } }

    func label(at index: Int) -> Int { index % 2 }

    func image(at index: Int) throws -> Image {
        log.withLock {
            $0.loads += 1
            $0.running += 1
            $0.threads.insert(UInt(pthread_self()))
        }
        defer { log.withLock { $0.running -= 1 } }
        onLoad(index)
        if uneven && index % 3 == 0 { usleep(2000) }
        if broken.contains(index) { throw Broken(index: index) }
        return Image(width: 2, height: 1, pixels: [UInt8](repeating: UInt8(index), count: 6))
    }
}
