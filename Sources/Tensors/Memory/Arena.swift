import Foundation

/// One stretch of addresses from which large buffers are cut, and where neighbours join again when they come back.
///
/// Layers of a network want buffers of all sizes, one after another. Memory that was asked of the system anew for each
/// size would cost more than many kernels do, because the system zeroes every page that it hands out. Here a small
/// buffer takes a part of a large one's place, and the pages stay.
///
/// A buffer goes to the lowest place where it fits. A training step frees its buffers in about the opposite order of
/// taking them, which leaves few gaps.
struct Arena: ~Copyable {
    /// The least that is cut off, in bytes: a page.
    static let page = 4096

    private let start: UInt
    private let byteCount: Int
    /// The stretches between buffers, as offsets from the start, lowest first. No two touch, and none touches ``end``.
    private var gaps: [Range<Int>] = []
    /// Where the last buffer ends. All after it is free.
    private var end = 0

    /// Addresses for at most `byteCount` bytes, or as many as the system grants. A page takes up memory from its first
    /// use on.
    init(byteCount: Int) {
        var granted = byteCount / hugePage * hugePage
        while granted > 0 {
            let place = mmap(
                nil, granted, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
            if let place, place != MAP_FAILED {
                // Where the system agrees, memory comes in few large pages.
                madvise(place, granted, MADV_HUGEPAGE)
                start = UInt(bitPattern: place)
                self.byteCount = granted
                return
            }
            // Others of this process need addresses too.
            granted = granted / 4 / hugePage * hugePage
        }
        start = 0
        self.byteCount = 0
    }

    deinit {
        if byteCount > 0 { munmap(UnsafeMutableRawPointer(bitPattern: start), byteCount) }
    }

    /// The address of a free stretch of `count` bytes, a multiple of ``page``; nil when none is as long.
    mutating func take(_ count: Int) -> UInt? {
        if let index = gaps.firstIndex(where: { $0.count >= count }) {
            let gap = gaps[index]
            if gap.count == count {
                gaps.remove(at: index)
            } else {
                gaps[index] = gap.lowerBound + count..<gap.upperBound
            }
            return start + UInt(gap.lowerBound)
        }
        guard byteCount - end >= count else { return nil }
        defer { end += count }
        return start + UInt(end)
    }

    /// Takes back what ``take(_:)`` gave, and says whether it was from here.
    mutating func give(_ address: UInt, _ count: Int) -> Bool {
        guard address >= start, address - start < UInt(byteCount) else { return false }
        var gap = Int(address - start)..<Int(address - start) + count
        var index = gaps.firstIndex { $0.lowerBound > gap.lowerBound } ?? gaps.count
        if index < gaps.count, gaps[index].lowerBound == gap.upperBound {
            gap = gap.lowerBound..<gaps.remove(at: index).upperBound
        }
        if index > 0, gaps[index - 1].upperBound == gap.lowerBound {
            index -= 1
            gap = gaps.remove(at: index).lowerBound..<gap.upperBound
        }
        if gap.upperBound == end {
            end = gap.lowerBound
        } else {
            gaps.insert(gap, at: index)
        }
        return true
    }
}

/// What processors call a large page, in bytes.
private let hugePage = 2 << 20
