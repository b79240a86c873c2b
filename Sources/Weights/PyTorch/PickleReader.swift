import Files
import Foundation

/// A pickle machine that can build data and nothing else.
///
/// A pickle is a program for a machine with a stack; Python's machine runs any function that it names. This one knows
/// the few of ``TorchCallable``, refuses all others when they are named, and calls nothing from outside.
struct PickleReader {
    let file: String
    /// Where the next byte is read; after ``load()``, the first byte after the pickle.
    private(set) var position: Int
    /// The elements of all tuples and lists so far.
    var sequences: [[PickleValue]] = []
    /// The items of all dictionaries so far, in order; of items with the same key the last one counts.
    var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []
    /// The storages that tensors refer to, by key.
    var storages: [String: TorchStorage] = [:]

    private let data: Data
    private var end = 0
    private var stack: [PickleValue] = []
    private var marks: [Int] = []
    private var memo: [Int: PickleValue] = [:]

    /// Longer pickles are refused: every byte may build a value 40 times its size. A state dictionary takes about
    /// 150 bytes an array.
    static let maximumByteCount = 16 << 20

    /// A reader of the pickles in `data` from `position` on; `data` starts at index 0.
    init(_ data: Data, at position: Int = 0, file: String) {
        self.data = data
        self.position = position
        self.file = file
    }

    /// Reads one pickle and returns what it builds.
    ///
    /// - Throws: `FileError` when the pickle is damaged, too long, or asks for something that no weights file needs.
    mutating func load() throws -> PickleValue {
        (stack, marks, memo) = ([], [], [:])
        end = min(data.count, position + Self.maximumByteCount)
        while true {
            let byte = try byte()
            guard let opcode = PickleOpcode(rawValue: byte) else {
                throw damaged("an instruction (0x\(String(byte, radix: 16))) that no weights file needs")
            }
            guard opcode != .stop else { return try pop() }
            try run(opcode)
        }
    }

    private mutating func run(_ opcode: PickleOpcode) throws {
        switch opcode {
        case .proto: try checkProtocol()
        case .frame: _ = try count(8)
        case .stop: break

        case .mark: marks.append(stack.count)

        case .none: stack.append(.none)
        case .newTrue: stack.append(.bool(true))
        case .newFalse: stack.append(.bool(false))
        case .binInt: stack.append(.integer(Int(Int32(truncatingIfNeeded: try count(4)))))
        case .binInt1: stack.append(.integer(try count(1)))
        case .binInt2: stack.append(.integer(try count(2)))
        case .long1: stack.append(integer(try bytes(try count(1))))
        case .long4: stack.append(integer(try bytes(try count(4))))
        case .binFloat: stack.append(try other("a number", byteCount: 8))

        case .shortBinString, .shortBinUnicode: stack.append(try text(try count(1)))
        case .binString, .binUnicode: stack.append(try text(try count(4)))
        case .binUnicode8: stack.append(try text(try count(8)))
        case .shortBinBytes: stack.append(try other("bytes", byteCount: try count(1)))
        case .binBytes: stack.append(try other("bytes", byteCount: try count(4)))
        case .binBytes8, .byteArray8: stack.append(try other("bytes", byteCount: try count(8)))

        case .emptyTuple: stack.append(newTuple([]))
        case .tuple1: stack.append(newTuple(try pop(1)))
        case .tuple2: stack.append(newTuple(try pop(2)))
        case .tuple3: stack.append(newTuple(try pop(3)))
        case .tuple: stack.append(newTuple(try popToMark()))
        case .emptyList: stack.append(newList())
        case .append: try appendToList(try pop(1))
        case .appends: try appendToList(try popToMark())
        case .emptyDict: stack.append(newDictionary())
        case .setItem: try addToDictionary(try pop(2))
        case .setItems: try addToDictionary(try popToMark())

        case .binPut: memo[try count(1)] = try top()
        case .longBinPut: memo[try count(4)] = try top()
        case .memoize: memo[memo.count] = try top()
        case .binGet: stack.append(try remembered(try count(1)))
        case .longBinGet: stack.append(try remembered(try count(4)))

        case .global: stack.append(try callable(module: try line(), name: try line()))
        case .stackGlobal: stack.append(try callable(from: try pop(2)))
        case .reduce: try call(try pop(2))
        case .build: try setState(try pop(2))
        case .binPersID: stack.append(try storage(from: try pop()))
        }
    }

    func damaged(_ what: String) -> FileError {
        FileError(
            file, expected: "a state dictionary (tensors by name)", found: "\(what), at byte \(position) of a pickle")
    }
}

// MARK: Bytes

extension PickleReader {
    private mutating func byte() throws -> UInt8 {
        guard position < end else {
            throw damaged(end < data.count ? "more than \(Self.maximumByteCount) bytes of pickle" : "no end")
        }
        defer { position += 1 }
        return data[position]
    }

    private mutating func bytes(_ count: Int) throws -> Data {
        guard count >= 0, count <= end - position else { throw damaged("a length of \(count)") }
        defer { position += count }
        return data[position..<position + count]
    }

    /// An integer of `size` bytes without sign.
    private mutating func count(_ size: Int) throws -> Int {
        Int(truncatingIfNeeded: try bytes(size).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }

    private mutating func string(_ count: Int) throws -> String {
        guard let string = String(validating: try bytes(count), as: UTF8.self) else {
            throw damaged("a text that is not UTF-8")
        }
        return string
    }

    /// A text that may be a name. Longer ones can be neither looked at nor compared again and again.
    private mutating func text(_ count: Int) throws -> PickleValue {
        count <= 4096 ? .string(try string(count)) : try other("a long text", byteCount: count)
    }

    private mutating func line() throws -> String {
        let line = data[position..<end].prefix { $0 != UInt8(ascii: "\n") }
        let string = try string(line.count)
        _ = try byte()
        return string
    }

    /// A number in two's complement of any length.
    private func integer(_ bytes: Data) -> PickleValue {
        guard bytes.count <= 8 else { return .other("an integer of \(bytes.count) bytes") }
        let sign: UInt64 = (bytes.last ?? 0) < 0x80 ? 0 : .max
        return .integer(Int(truncatingIfNeeded: bytes.reversed().reduce(sign) { $0 << 8 | UInt64($1) }))
    }

    private mutating func other(_ kind: String, byteCount: Int) throws -> PickleValue {
        _ = try bytes(byteCount)
        return .other(kind)
    }

    private mutating func checkProtocol() throws {
        let version = try byte()
        guard (2...5).contains(version) else { throw damaged("pickle protocol \(version) instead of 2 to 5") }
    }
}

// MARK: Stack and memo

extension PickleReader {
    /// The top `count` values of the stack above the last mark, the deepest first.
    private mutating func pop(_ count: Int) throws -> [PickleValue] {
        guard stack.count - count >= marks.last ?? 0 else { throw damaged("an instruction without its operands") }
        defer { stack.removeLast(count) }
        return Array(stack.suffix(count))
    }

    private mutating func pop() throws -> PickleValue { try pop(1)[0] }

    private func top() throws -> PickleValue {
        guard let value = stack.last, stack.count > marks.last ?? 0 else {
            throw damaged("an instruction without its operand")
        }
        return value
    }

    private mutating func popToMark() throws -> [PickleValue] {
        guard let mark = marks.popLast() else { throw damaged("an instruction without its mark") }
        defer { stack.removeSubrange(mark...) }
        return Array(stack[mark...])
    }

    private func remembered(_ index: Int) throws -> PickleValue {
        guard let value = memo[index] else { throw damaged("a use of value \(index) before it is there") }
        return value
    }

    /// Replaces the callable below its arguments by the result of the call.
    private mutating func call(_ operands: [PickleValue]) throws {
        guard case .callable(let callable) = operands[0], case .tuple(let arguments) = operands[1] else {
            throw damaged("a call of \(operands[0].kind) with \(operands[1].kind)")
        }
        stack.append(try call(callable, sequences[arguments]))
    }

    /// Drops the attributes that a dictionary carries besides its items, such as the version numbers of PyTorch's
    /// modules.
    private mutating func setState(_ operands: [PickleValue]) throws {
        guard case .dictionary = operands[0] else { throw damaged("attributes of \(operands[0].kind)") }
        stack.append(operands[0])
    }
}

// MARK: Containers

extension PickleReader {
    mutating func newTuple(_ elements: [PickleValue]) -> PickleValue {
        sequences.append(elements)
        return .tuple(sequences.count - 1)
    }

    mutating func newList() -> PickleValue {
        sequences.append([])
        return .list(sequences.count - 1)
    }

    mutating func newDictionary() -> PickleValue {
        dictionaries.append([])
        return .dictionary(dictionaries.count - 1)
    }

    private mutating func appendToList(_ elements: [PickleValue]) throws {
        guard case .list(let index) = try top() else { throw damaged("elements of \(try top().kind)") }
        sequences[index] += elements
    }

    private mutating func addToDictionary(_ items: [PickleValue]) throws {
        guard case .dictionary(let index) = try top() else { throw damaged("items of \(try top().kind)") }
        guard items.count.isMultiple(of: 2) else { throw damaged("a key without its value") }
        for item in stride(from: 0, to: items.count, by: 2) {
            dictionaries[index].append((items[item], items[item + 1]))
        }
    }
}
