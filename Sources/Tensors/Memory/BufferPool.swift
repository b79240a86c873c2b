import Foundation
import Synchronization

/// Keeps freed buffers for the next tensor of the same size.
///
/// A training step asks for the same sizes again and again. Asking the system each time would cost more than many
/// kernels do, because it hands out pages that must first be zeroed. The pool holds hardly more memory, in use or free,
/// than was in use at once at some time before: what it keeps has been needed, and will be at the same place of the
/// next step. The eighth more is for sizes: a free buffer of another size is of no use.
final class BufferPool: Sendable {
    static let shared = BufferPool()

    private struct State {
        /// Addresses of free buffers by capacity.
        var free: [Int: [UInt]] = [:]
        var freeBytes = 0
        var liveBytes = 0
        /// The most bytes that were in use at once.
        var peakBytes = 0

        /// Takes free buffers out, the largest first, until there is room for `capacity` more bytes.
        mutating func evict(for capacity: Int) -> [UInt] {
            var evicted: [UInt] = []
            while liveBytes + freeBytes + capacity > peakBytes + peakBytes / 8, let largest = free.keys.max() {
                if let address = free[largest]?.popLast() {
                    evicted.append(address)
                    freeBytes -= largest
                } else {
                    free[largest] = nil
                }
            }
            return evicted
        }
    }
    private let state = Mutex(State())

    /// The bytes that living tensors hold.
    var liveBytes: Int { state.withLock { $0.liveBytes } }

    func take(_ byteCount: Int) -> (UnsafeMutableRawPointer, capacity: Int) {
        let capacity = rounded(byteCount)
        let (reused, evicted) = state.withLock { state -> (UInt?, [UInt]) in
            defer {
                state.liveBytes += capacity
                state.peakBytes = max(state.peakBytes, state.liveBytes)
            }
            if let address = state.free[capacity]?.popLast() {
                state.freeBytes -= capacity
                return (address, [])
            }
            return (nil, state.evict(for: capacity))
        }
        for address in evicted { free(UnsafeMutableRawPointer(bitPattern: address)) }
        if let reused { return (UnsafeMutableRawPointer(bitPattern: reused)!, capacity) }
        var pointer: UnsafeMutableRawPointer?
        guard posix_memalign(&pointer, capacity < hugePage ? 64 : hugePage, capacity) == 0, let pointer else {
            fatalError("out of memory: a tensor of \(byteCount) bytes does not fit")
        }
        // Where the system agrees, large buffers come in few large pages.
        if capacity >= hugePage { madvise(pointer, capacity, MADV_HUGEPAGE) }
        return (pointer, capacity)
    }

    func give(_ pointer: UnsafeMutableRawPointer, _ capacity: Int) {
        let address = UInt(bitPattern: pointer)
        state.withLock { state in
            state.liveBytes -= capacity
            state.freeBytes += capacity
            state.free[capacity, default: []].append(address)
        }
    }

    private let hugePage = 2 << 20

    /// Sizes are rounded up so that slightly different ones (a last, smaller batch) can share buffers: to a cache
    /// line when small, to a sixteenth of the next power of two when large.
    private func rounded(_ byteCount: Int) -> Int {
        let step = byteCount < 4096 ? 64 : max(64, 1 << (Int.bitWidth - byteCount.leadingZeroBitCount - 4))
        return max(64, (byteCount + step - 1) / step * step)
    }
}
