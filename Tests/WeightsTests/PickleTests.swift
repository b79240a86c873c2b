import Foundation
import Testing
import Weights

/// Pickles made by hand, in files of PyTorch's old format, where nothing is around them but numbers.
struct PickleTests {
    static let broken = [
        (".", "without its operands"),
        ("(.", "without its operands"),
        ("N(}s.", "without its operands"),
        ("(q\u{0}.", "without its operand"),
        ("t.", "without its mark"),
        ("h\u{5}.", "a use of value 5 before it is there"),
        ("N", "no end"),
        ("", "no end"),
        ("i.", "an instruction (0x69)"),
        ("Pa\n.", "an instruction (0x50)"),
        ("\u{1}", "an instruction (0x1)"),
        ("J\u{1}", "a length of 4"),
        ("X\u{7F}\u{7F}\u{7F}\u{7F}.", "a length of 2139062143"),
        ("]]s.", "without its operand"),
        ("]NNs.", "items of a list"),
        ("}Na.", "elements of a dictionary"),
        ("}(Nu.", "a key without its value"),
        ("}}R.", "a call of a dictionary with a dictionary"),
        ("]}b.", "attributes of a list"),
        ("cos\nsystem", "no end"),
        ("NNQ.", "a reference that is not to a storage"),
        ("ctorch\nFloatStorage\n)R.", "a storage made by a call"),
        ("ctorch._utils\n_rebuild_tensor_v2\n)R.", "a tensor without storage"),
        ("ctorch._utils\n_rebuild_parameter\n)R.", "a parameter that is no tensor"),
        ("ccollections\nOrderedDict\nN\u{1}R.", "an instruction (0x1)"),
        ("ccollections\nOrderedDict\nq\u{0}(]]U\u{1}aaNaatq\u{1}Rh\u{0}h\u{1}R.", "an ordered dictionary with None"),
        ("cos.path\njoin\n.", "asks for os.path.join"),
        ("ctorch\nload\n.", "asks for torch.load"),
        ("ccollections\nOrderedDict.fromkeys\n.", "asks for collections.OrderedDict.fromkeys"),
        ("N.", "found None"),
        ("]q\u{0}h\u{0}a.", "found a list"),
        ("}q\u{0}NN]NNs.", "items of a list"),
        ("}U\u{1}aNs.", "found None at a"),
        ("}K\u{1}Ns.", "found None at a key that is an integer"),
        ("}q\u{0}U\u{1}ah\u{0}s.", "found a dictionary at a"),
        ("}U\u{5}modelq\u{0}]s.", "found a list at model"),
    ]

    @Test(arguments: broken)
    func refuses(pickle: String, message: String) throws {
        let error = try #require(try readingError(file([UInt8](pickle.utf8))))
        #expect(error.description.contains(message), "\(error)")
    }

    @Test func refusesLengthsBeyondEveryFile() throws {
        let lengths: [[UInt8]] = [
            [0x58, 0xFF, 0xFF, 0xFF, 0xFF], [0x42, 0xFF, 0xFF, 0xFF, 0xFF], [0x8B, 0xFF, 0xFF, 0xFF, 0xFF],
            [0x8D, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0x8E, 0, 0, 0, 0, 0, 0, 0, 0x40],
            [0x96, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
        ]
        for pickle in lengths {
            #expect(try readingError(file(pickle + [0x2E]))?.found.contains("a length of") == true)
        }
    }

    @Test func refusesNamesThatAreTooLong() throws {
        let name = [UInt8(ascii: "X"), 1, 16, 0, 0] + [UInt8](repeating: UInt8(ascii: "a"), count: 4097)
        let error = try readingError(file(Array("}".utf8) + name + Array("Ns.".utf8)))
        #expect(error?.found == "None at a key that is a long text")
    }

    @Test func refusesMoreDimensionsThan64() throws {
        let shape = [Int64](repeating: 1, count: 64)
        #expect(try readingError(tensorFile(offset: 0, shape: shape, strides: shape)) == nil)
        let error = try readingError(tensorFile(offset: 0, shape: shape + [1], strides: shape + [1]))
        #expect(error?.found.contains("at most 64 dimensions") == true)
    }

    @Test func refusesTextThatIsNotUTF8() throws {
        let error = try readingError(file([0x55, 1, 0xFF, 0x2E]))
        #expect(error?.found.contains("a text that is not UTF-8") == true)
    }

    /// What would overflow the stack if values held one another.
    @Test(arguments: [(")", 0x85 as UInt8, "a tuple"), ("]", 0x61, "a list")])
    func survivesDeepNesting(start: String, step: UInt8, kind: String) throws {
        let starts = String(repeating: start, count: 1_000_000).utf8
        let steps = [UInt8](repeating: step, count: 999_999)
        let error = try #require(try readingError(file(starts + steps + [0x2E])))
        #expect(error.found == kind, "\(error)")
    }

    @Test func refusesPicklesBeyondTheLimit() throws {
        let pickle = [UInt8](repeating: UInt8(ascii: "N"), count: 16 << 20)
        let error = try #require(try readingError(file(pickle + [0x2E])))
        #expect(error.found.contains("more than 16777216 bytes of pickle"), "\(error)")
    }

    /// Offset, shape and strides over a storage of six numbers, 0 to 5, and what they give.
    static let layouts: [(offset: Int64, shape: [Int64], strides: [Int64], numbers: [Float]?)] = [
        (0, [6], [1], [0, 1, 2, 3, 4, 5]),
        (1, [2, 2], [3, 1], [1, 2, 4, 5]),
        (0, [3, 2], [1, 3], [0, 3, 1, 4, 2, 5]),
        (5, [], [], [5]),
        (2, [2, 2], [0, 0], [2, 2, 2, 2]),
        (2, [2, 1, 2], [2, .max, 1], [2, 3, 4, 5]),
        (1, [1, 2, 1, 2], [.max, 2, .max, 2], [1, 3, 3, 5]),
        (100, [0], [1], []),
        (0, [0, .max], [.max, 1], []),
        (1, [6], [1], nil),
        (6, [], [], nil),
        (-1, [2], [1], nil),
        (.max, [2], [1], nil),
        (0, [-1], [1], nil),
        (0, [-1, -1], [1, 1], nil),
        (5, [2], [-1], nil),
        (0, [2], [.max], nil),
        (0, [3], [.max], nil),
        (0, [.max], [0], nil),
        (0, [.max, .max], [0, 0], nil),
        (0, [.max, .max, 0], [0, 0, 0], nil),
        (0, [2], [], nil),
        (0, [2], [1, 1], nil),
    ]

    @Test(arguments: layouts)
    func readsNothingOutsideOfAStorage(offset: Int64, shape: [Int64], strides: [Int64], numbers: [Float]?) throws {
        try withTemporaryFile { path in
            let bytes = tensorFile(offset: offset, shape: shape, strides: strides)
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            guard let numbers else {
                let error = try #require(readingError(path))
                #expect(error.description.contains("a to lie within the 6 numbers stored"), "\(error)")
                return
            }
            let array = try StateDictionary(contentsOfFile: path)["a"]
            #expect(array == WeightArray(numbers, shape: shape.map { Int($0) }))
        }
    }

    /// A file with a tensor called "a" over a storage of six numbers, 0 to 5.
    private func tensorFile(offset: Int64, shape: [Int64], strides: [Int64]) -> [UInt8] {
        var pickle = Array("}U\u{1}actorch._utils\n_rebuild_tensor\n((U\u{7}storagectorch\nFloatStorage\n".utf8)
        pickle += Array("U\u{1}0U\u{3}cpuK\u{6}NtQ".utf8) + integer(offset)
        pickle += tuple(shape) + tuple(strides) + Array("tRs.".utf8)
        var storage = withUnsafeBytes(of: Int64(6).littleEndian) { [UInt8]($0) }
        storage += [0, 1, 2, 3, 4, 5].flatMap { (number: Float) in
            withUnsafeBytes(of: number.bitPattern.littleEndian) { [UInt8]($0) }
        }
        return file(pickle, keys: "](U\u{1}0e.") + storage
    }

    /// A file of the old format with these pickles for the object and the keys of the storages.
    private func file(_ pickle: [UInt8], keys: String = "].") -> [UInt8] {
        let magic: [UInt8] = [0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E]
        let version: [UInt8] = [0x4D, 0xE9, 3, 0x2E]
        let facts = Array("}U\u{D}little_endian".utf8) + [0x88, 0x73, 0x2E]
        return magic + version + facts + pickle + keys.utf8
    }

    private func tuple(_ integers: [Int64]) -> [UInt8] {
        [0x28] + integers.flatMap(integer) + [0x74]
    }

    private func integer(_ integer: Int64) -> [UInt8] {
        [0x8A, 8] + withUnsafeBytes(of: integer.littleEndian) { [UInt8]($0) }
    }
}
