import Foundation
import Synchronization

/// Where tensors get their memory, and where it goes when they are gone.
///
/// Small buffers are the C library's business. Large ones come from an ``Arena``, which keeps the pages of the largest
/// moment for the next step.
final class BufferPool: Sendable {
    static let shared = BufferPool()

    private let liveByteCount = Atomic(0)
    private let arena = Mutex(Arena(byteCount: addressSpace))

    /// The bytes that living tensors hold.
    var liveBytes: Int { liveByteCount.load(ordering: .relaxed) }

    /// Memory for at least `byteCount` bytes, aligned to a cache line, and how much it really is.
    func take(_ byteCount: Int) -> (UnsafeMutableRawPointer, capacity: Int) {
        let isLarge = byteCount >= large
        let step = isLarge ? Arena.page : cacheLine
        let capacity = max(step, (byteCount + step - 1) / step * step)
        liveByteCount.add(capacity, ordering: .relaxed)
        if isLarge, let address = arena.withLock({ $0.take(capacity) }) {
            return (UnsafeMutableRawPointer(bitPattern: address)!, capacity)
        }
        var pointer: UnsafeMutableRawPointer?
        guard posix_memalign(&pointer, cacheLine, capacity) == 0, let pointer else {
            fatalError("out of memory: a tensor of \(byteCount) bytes does not fit")
        }
        return (pointer, capacity)
    }

    /// Takes back what ``take(_:)`` gave.
    func give(_ pointer: UnsafeMutableRawPointer, _ capacity: Int) {
        liveByteCount.subtract(capacity, ordering: .relaxed)
        let address = UInt(bitPattern: pointer)
        let wasInArena = capacity >= large && arena.withLock { $0.give(address, capacity) }
        if !wasInArena { free(pointer) }
    }

    private let cacheLine = 64
    /// From how many bytes on a buffer is cut from the arena: where the C library too would turn to the system.
    private let large = 128 << 10
}

/// How many bytes of addresses to ask for: as many as the machine has memory. Where the process may have fewer, a
/// quarter, because it needs others.
private var addressSpace: Int {
    let memory = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < UInt64(Int.max) else {
        return memory
    }
    return min(memory, Int(limit.rlim_cur) / 4)
}
