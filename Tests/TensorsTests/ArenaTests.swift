import RandomNumbers
import Testing

@testable import Tensors

@Suite("Arena")
struct ArenaTests {
    private let page = Arena.page

    @Test func aBufferGoesToTheLowestPlaceWhereItFits() throws {
        var arena = Arena(byteCount: 2 << 20)
        let taken = [arena.take(3 * page), arena.take(page), arena.take(page)]
        let first = try #require(taken[0])
        #expect(taken == [first, first + UInt(3 * page), first + UInt(4 * page)])
        let cameBack = arena.give(first, 3 * page)
        let places = [arena.take(2 * page), arena.take(2 * page), arena.take(page)]
        #expect(cameBack)
        #expect(places[0] == first, "a part of the gap is enough")
        #expect(places[1] == first + UInt(5 * page), "what is left of the gap is too short")
        #expect(places[2] == first + UInt(2 * page))
    }

    @Test(arguments: [[0, 1, 2], [2, 1, 0], [0, 2, 1], [1, 0, 2]])
    func neighboursJoinWhenTheyComeBack(order: [Int]) {
        var arena = Arena(byteCount: 2 << 20)
        let buffers = (0..<4).map { _ in arena.take(page) }
        for index in order { arena.returned(buffers[index], page) }
        let joined = arena.take(3 * page)
        #expect(joined == buffers[0])
    }

    @Test func aFullOneHasNoPlaceAndAnEmptyOneHasAll() {
        let all = 2 << 20
        var arena = Arena(byteCount: all)
        let halves = [arena.take(all / 2), arena.take(all / 2)]
        let none = arena.take(page)
        arena.returned(halves[0], all / 2)
        let stillTooLong = arena.take(all)
        arena.returned(halves[1], all / 2)
        let whole = arena.take(all)
        #expect(none == nil && stillTooLong == nil)
        #expect(whole == halves[0])
    }

    @Test func withoutAddressesNothingIsGivenAndNothingTakenBack() {
        var empty = Arena(byteCount: page)
        let none = empty.take(page)
        let came = empty.give(4096, page)
        var arena = Arena(byteCount: 2 << 20)
        let cameFromElsewhere = arena.give(4096, page)
        #expect(none == nil)
        #expect(!came && !cameFromElsewhere)
    }

    /// Buffers come and go at random; each holds its own number to the end.
    @Test func noTwoBuffersShareAByte() throws {
        var random = SeededGenerator(seed: 11)
        let all = 32 << 20
        var arena = Arena(byteCount: all)
        var live: [(address: UInt, count: Int, mark: UInt8)] = []
        func bytes(_ buffer: (address: UInt, count: Int, mark: UInt8)) throws -> UnsafeMutableRawBufferPointer {
            let start = try #require(UnsafeMutableRawPointer(bitPattern: buffer.address))
            return UnsafeMutableRawBufferPointer(start: start, count: buffer.count)
        }
        for turn in 0..<2000 {
            if live.count < 20 || Bool.random(using: &random) {
                let count = page * Int.random(in: 1...200, using: &random)
                guard let address = arena.take(count) else { continue }
                live.append((address, count, UInt8(turn % 251)))
                try bytes(live[live.count - 1]).initializeMemory(as: UInt8.self, repeating: UInt8(turn % 251))
            } else {
                let buffer = live.remove(at: Int.random(in: 0..<live.count, using: &random))
                #expect(try bytes(buffer).allSatisfy { $0 == buffer.mark })
                arena.returned(buffer.address, buffer.count)
            }
        }
        for buffer in live {
            #expect(try bytes(buffer).allSatisfy { $0 == buffer.mark })
            arena.returned(buffer.address, buffer.count)
        }
        let whole = arena.take(all)
        #expect(whole != nil, "all gaps have joined")
    }
}

extension Arena {
    fileprivate mutating func returned(_ address: UInt?, _ count: Int) {
        let cameBack = give(address ?? 0, count)
        #expect(cameBack)
    }
}
