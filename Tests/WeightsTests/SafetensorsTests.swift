import Files
import Foundation
import Testing
import Weights

struct SafetensorsTests {
    @Test func readsEveryType() throws {
        let state = try StateDictionary(contentsOfFile: fixture("all_types.safetensors"))
        #expect(
            state.names == [
                "layer.int64", "scalar", "layer.float64", "empty", "layer.float32", "layer.int32", "layer.bfloat16",
                "layer.float16", "layer.int16", "layer.int8", "layer.uint8", "layer.bool",
            ])
        for type in ScalarType.allCases { #expect(state["layer.\(type)"]?.scalarType == type) }
        #expect(state.metadata["versions"]?.hasPrefix("torch ") == true)
        #expect(state["layer.int64"]?.integers == [.min, 0, 1 << 53 + 1])
        #expect(state["layer.int32"]?.integers == [-1 << 31, 0, 1 << 31 - 1])
        #expect(state["layer.int16"]?.integers == [-32768, 0, 32767])
        #expect(state["layer.int8"]?.floats == [-128, 0, 127])
        #expect(state["layer.uint8"]?.floats == [0, 127, 255])
        #expect(state["layer.bool"]?.floats == [1, 0, 1])
        #expect(state["layer.float16"]?.floats == [1, -0.5, 65504])
        #expect(state["layer.float32"]?.floats == [-0.5, -0.25, 0, 0.25, 0.5, 0.75])
        #expect(state["layer.float32"]?.shape == [2, 3])
        #expect(state["layer.float64"]?.floats == [1.5, -2.25, Float(Double.pi), .infinity])
        #expect(state["layer.bfloat16"]?.floats == [1, -0.5, Float(bitPattern: 0x7F62_0000)])
        #expect(state["scalar"] == WeightArray(integers: [7], shape: []))
        #expect(state["empty"] == WeightArray([], shape: [0, 3]))
    }

    @Test(arguments: ["all_types", "odd_names", "conversions", "state"])
    func writesTheSameBytesAsTheReference(name: String) throws {
        let state = try StateDictionary(contentsOfFile: fixture("\(name).safetensors"))
        var shuffled = StateDictionary()
        shuffled.metadata = state.metadata
        for name in state.names.sorted().reversed() { shuffled[name] = state[name] }
        try withTemporaryFile { path in
            try shuffled.writeSafetensors(to: path)
            #expect(try [UInt8](Data(contentsOf: URL(fileURLWithPath: path))) == fixtureBytes("\(name).safetensors"))
        }
    }

    @Test func readsOddNames() throws {
        let state = try StateDictionary(contentsOfFile: fixture("odd_names.safetensors"))
        #expect(state.names == ["name with \"quotes\", \\, /, \n, \u{1}, é, 雪 and 🦊"])
        #expect(state.metadata == ["key\t\"\\": "value\r\u{8}\u{C}\u{1F}/é"])
    }

    @Test func writesAndReadsNoArrays() throws {
        try withTemporaryFile { path in
            try StateDictionary().writeSafetensors(to: path)
            #expect(try readFile(path, expected: "") == Data([8, 0, 0, 0, 0, 0, 0, 0] + "{}      ".utf8))
            #expect(try StateDictionary(contentsOfFile: path) == StateDictionary())
        }
    }

    @Test func doesNotWriteTheReservedName() throws {
        var state = StateDictionary()
        state["__metadata__"] = WeightArray([1], shape: [1])
        try withTemporaryFile { path in
            #expect(throws: FileError.self) { try state.writeSafetensors(to: path) }
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    /// What the reference implementation reads as well.
    @Test(
        arguments: [
            #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}   "#,
            "{ \"a\" :\t{\"data_offsets\": [ 0 , 4 ] ,\r\n\"shape\" : [1], \"dtype\":\"F32\"}\n}\n",
            #"{"__metadata__":null,"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
            #"{"a":{"dtype":"F32","more":[{"b":[-1.5e+3,true,null]},"c"],"shape":[1],"data_offsets":[0,4]}}"#,
            #"{"\u0061":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
            #"{"\ud83e\udd8a":{"dtype":"U8","shape":[0,9223372036854775807],"data_offsets":[0,0]},"#
                + #""a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}"#,
        ])
    func readsUnusualHeaders(header: String) throws {
        try withTemporaryFile { path in
            try Data(file(header, [0, 0, 0x80, 0x3F])).write(to: URL(fileURLWithPath: path))
            let state = try StateDictionary(contentsOfFile: path)
            #expect(state["a"]?.floats == [1])
            #expect(state.count == 1 || state.names == ["🦊", "a"])
        }
    }

    /// Headers over four bytes of numbers, and a part of what is said about them.
    static let badHeaders = [
        // Offsets.
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}"#, "whole number from 0 to 9223372036854775807 at"),
        (
            #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}"#,
            "data_offsets of a, start and end, within 4 bytes"
        ),
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, "found [4, 0]"),
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}"#, "found [0]"),
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}"#, "found [0, 4, 4]"),
        (
            #"{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}"#,
            "b to start where the array before it ends, found -1 bytes between"
        ),
        (
            #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[1],"data_offsets":[3,4]}}"#,
            "b to start where the array before it ends, found 1 bytes between"
        ),
        (#"{"a":{"dtype":"U8","shape":[3],"data_offsets":[1,4]}}"#, "a to start where"),
        (
            #"{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}"#,
            "expected 3 bytes of arrays, as the header says, found 4"
        ),
        ("{}", "expected 0 bytes of arrays, as the header says, found 4"),
        // Shapes.
        (
            #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#,
            "8 bytes for a, F32 of shape [2], found data_offsets"
        ),
        (#"{"a":{"dtype":"F64","shape":[],"data_offsets":[0,4]}}"#, "8 bytes for a, F64 of shape []"),
        (#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, "found -1"),
        (#"{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}"#, "found 1.0"),
        (#"{"a":{"dtype":"F32","shape":[1e0],"data_offsets":[0,4]}}"#, "found 1e0"),
        (#"{"a":{"dtype":"F32","shape":[01],"data_offsets":[0,4]}}"#, "found 01"),
        (#"{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}"#, "found '\"1\"]"),
        (#"{"a":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,4]}}"#, "found 9223372036854775808"),
        (#"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}}"#, "more than 2^63 bytes for a"),
        (#"{"a":{"dtype":"F32","shape":[4611686018427387905],"data_offsets":[0,4]}}"#, "more than 2^63 bytes for a"),
        // Types and fields.
        (#"{"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}"#, "F64, F32, I32, BF16"),
        (#"{"a":{"dtype":"f32","shape":[1],"data_offsets":[0,4]}}"#, "found f32"),
        (#"{"a":{"dtype":"F32","shape":[1]}}"#, "dtype, shape and data_offsets of a"),
        (
            #"{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
            "expected one dtype of a, found two"
        ),
        (#"{"a":[]}"#, "expected '{' at byte 5"),
        (
            #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
            "every name once, found a twice"
        ),
        // Metadata.
        (#"{"__metadata__":{"a":1}}"#, "expected '\"' at byte 21"),
        (#"{"__metadata__":{"a":"1","a":"2"}}"#, "every name in __metadata__ once, found a twice"),
        (#"{"__metadata__":{},"__metadata__":{}}"#, "found __metadata__ twice"),
        // JSON.
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}x"#, "nothing after the closing brace"),
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},}"#, "expected '\"' at byte 54"),
        (
            #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#,
            "expected '}' at byte 53 of the header, found its end"
        ),
        (#"{"a":{"dtype":"F32","shape":[1,],"data_offsets":[0,4]}}"#, "whole number"),
        (#"{"a":{"dtype":"F32","x":+1,"shape":[1],"data_offsets":[0,4]}}"#, "expected a value"),
        ("{\"a", "the end of a text at byte 3 of the header, found its end"),
        ("{\"a\nb\":1}", "the end of a text"),
        (#"{"\x":1}"#, "one of JSON's escapes"),
        (#"{"\"#, "one of JSON's escapes"),
        (#"{"\ud83e":1}"#, "one of JSON's escapes"),
        (#"{"\ud83e \udd8a":1}"#, "one of JSON's escapes"),
        (#"{"\u-123":1}"#, "four hexadecimal digits"),
        (#"{"\u12"#, "four hexadecimal digits"),
        (#"{"a":{"x":"# + String(repeating: "[", count: 100_000), "at most 100 levels"),
    ]

    @Test(arguments: badHeaders)
    func refusesBadHeaders(header: String, message: String) throws {
        let error = try #require(try readingError(file(header, [1, 2, 3, 4])))
        #expect(error.description.contains(message), "\(error)")
        #expect(error.file.hasSuffix("/weights"))
    }

    @Test(arguments: [0, 1, 54, 100_000_001, 1 << 62, 1 << 63, UInt64.max])
    func refusesBadLengthsOfTheHeader(length: UInt64) throws {
        var bytes = file(#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, [])
        withUnsafeBytes(of: length.littleEndian) { bytes.replaceSubrange(0..<8, with: $0) }
        let error = try #require(try readingError(bytes))
        #expect(length <= 54 || error.found.contains("\(length) in a file of 62"), "\(error)")
    }

    @Test func refusesNamesThatAreNotUTF8() throws {
        let bytes = file(String(repeating: " ", count: 10), [])
        let error = try readingError(bytes[..<8] + [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D, 0x20, 0x20, 0x20])
        #expect(error?.expected.hasPrefix("text in UTF-8") == true)
    }

    @Test func messagesAreOneLineWhateverTheFileSays() throws {
        let name = #"line\nnext\u001b[31m"# + String(repeating: "x", count: 5000)
        let error = try #require(
            try readingError(file(#"{"\#(name)":{"dtype":"F99","shape":[],"data_offsets":[0,0]}}"#, [])))
        #expect(error.expected.contains("line?next?[31mxxx") && error.description.utf8.count < 500, "\(error)")
    }

    /// The file with this header and these numbers.
    private func file(_ header: String, _ data: [UInt8]) -> [UInt8] {
        withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { [UInt8]($0) } + header.utf8 + data
    }
}
