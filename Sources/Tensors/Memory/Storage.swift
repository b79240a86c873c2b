/// A piece of memory that tensors share; it goes back to the pool when the last of them is gone.
final class Storage {
    let pointer: UnsafeMutableRawPointer
    private let capacity: Int
    /// How often its contents have been changed in place.
    var version = 0

    /// Memory for at least `byteCount` bytes, aligned to a cache line. Its contents are whatever was there before.
    init(byteCount: Int) {
        (pointer, capacity) = BufferPool.shared.take(byteCount)
    }

    deinit { BufferPool.shared.give(pointer, capacity) }
}
