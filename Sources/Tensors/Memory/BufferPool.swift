import Foundation
import Synchronization

/// Keeps freed buffers for the next tensor of the same size.
///
/// A training step asks for the same sizes again and again. Asking the system each time would cost more than many
/// kernels do, because it hands out pages that must first be zeroed.
final class BufferPool: Sendable {
    static let shared = BufferPool()

    private struct State {
        /// Addresses of free buffers by capacity.
        var free: [Int: [UInt]] = [:]
        var freeBytes = 0
        var liveBytes = 0
    }
    private let state = Mutex(State())
    /// Buffers beyond this are given back to the system.
    private let limit = 512 << 20

    /// The bytes that living tensors hold.
    var liveBytes: Int { state.withLock { $0.liveBytes } }

    func take(_ byteCount: Int) -> (UnsafeMutableRawPointer, capacity: Int) {
        let capacity = rounded(byteCount)
        let reused = state.withLock { state -> UInt? in
            state.liveBytes += capacity
            guard let address = state.free[capacity]?.popLast() else { return nil }
            state.freeBytes -= capacity
            return address
        }
        if let reused { return (UnsafeMutableRawPointer(bitPattern: reused)!, capacity) }
        var pointer: UnsafeMutableRawPointer?
        guard posix_memalign(&pointer, 64, capacity) == 0, let pointer else {
            fatalError("out of memory: a tensor of \(byteCount) bytes does not fit")
        }
        return (pointer, capacity)
    }

    func give(_ pointer: UnsafeMutableRawPointer, _ capacity: Int) {
        let address = UInt(bitPattern: pointer)
        let kept = state.withLock { state in
            state.liveBytes -= capacity
            guard state.freeBytes + capacity <= limit else { return false }
            state.free[capacity, default: []].append(address)
            state.freeBytes += capacity
            return true
        }
        if !kept { free(pointer) }
    }

    /// Sizes are rounded up so that slightly different ones (a last, smaller batch) can share buffers: to a cache
    /// line when small, to a sixteenth of the next power of two when large.
    private func rounded(_ byteCount: Int) -> Int {
        let step = byteCount < 4096 ? 64 : max(64, 1 << (Int.bitWidth - byteCount.leadingZeroBitCount - 4))
        return max(64, (byteCount + step - 1) / step * step)
    }
}
