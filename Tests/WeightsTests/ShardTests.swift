import Files
import Foundation
import Testing
import Weights

@Suite("Weights in several files")
struct ShardTests {
    private static let shards = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"]

    @Test(arguments: ["sharded", "sharded/model.safetensors.index.json"])
    func readsTheIndexOrItsFolder(_ name: String) throws {
        let state = try StateDictionary(contentsOfFile: fixture(name))
        #expect(
            state.names == ["bn.num_batches_tracked", "fc1.bias", "fc1.weight", "fc2.bias", "fc2.weight"])
        #expect(state["fc1.weight"] == WeightArray([0, 1, 2, 3, 4, 5], shape: [3, 2]))
        #expect(state["fc1.bias"] == WeightArray([0.5, 1.5, 2.5], shape: [3]))
        #expect(state["fc2.weight"]?.scalarType == .float16 && state["fc2.weight"]?.floats == [1, -1, 0.25])
        #expect(state["fc2.bias"]?.scalarType == .bfloat16 && state["fc2.bias"]?.floats == [3])
        #expect(state["bn.num_batches_tracked"] == WeightArray(integers: [7], shape: []))
    }

    /// What reading a folder throws that holds `index` and two good shards, one with `a` and one with `b`.
    private func error(_ index: String, shards: [String: String] = ["1": "a", "2": "b"]) throws -> FileError? {
        try withTemporaryFile { path in
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            for (shard, name) in shards {
                var state = StateDictionary()
                state[name] = WeightArray([1], shape: [1])
                try state.writeSafetensors(to: "\(path)/\(shard).safetensors")
            }
            // Outside of the folder, for those who look there.
            try StateDictionary().writeSafetensors(to: "\(path)/../outside.safetensors")
            try Data(index.utf8).write(to: URL(fileURLWithPath: "\(path)/model.safetensors.index.json"))
            return readingError(path)
        }
    }

    @Test func readsAnIndexOfOneLine() throws {
        #expect(try error(#"{"weight_map":{"a":"1.safetensors","b":"2.safetensors"}}"#) == nil)
        // The ninth byte is a brace, as in a safetensors file.
        #expect(try error(#"{"more":{},"weight_map":{"a":"1.safetensors","b":"2.safetensors"}}"#) == nil)
    }

    static let hostile = [
        // Files elsewhere.
        (#"{"weight_map":{"a":"../outside.safetensors"}}"#, "beside it for a, found \"../outside.safetensors\""),
        (#"{"weight_map":{"a":"/tmp/outside.safetensors"}}"#, "found \"/tmp/outside.safetensors\""),
        (#"{"weight_map":{"a":"x/1.safetensors"}}"#, "found \"x/1.safetensors\""),
        (#"{"weight_map":{"a":"..\\1.safetensors"}}"#, "found \"..\\1.safetensors\""),
        (#"{"weight_map":{"a":"1.safetensors\u0000.safetensors"}}"#, "found \"1.safetensors?.safetensors\""),
        (#"{"weight_map":{"a":".."}}"#, "found \"..\""),
        (#"{"weight_map":{"a":""}}"#, "found \"\""),
        (#"{"weight_map":{"a":"model.safetensors.index.json"}}"#, "the name of a .safetensors file"),
        // Files or arrays that are not there, or too many of them.
        (
            #"{"weight_map":{"a":"1.safetensors","b":"3.safetensors"}}"#,
            "3.safetensors: expected a safetensors file that"
        ),
        (
            #"{"weight_map":{"a":"1.safetensors","c":"1.safetensors"}}"#,
            "expected c in 1.safetensors, found no such array"
        ),
        (#"{"weight_map":{"a":"1.safetensors","c":"2.safetensors"}}"#, "found b, which has no place in it"),
        (
            #"{"weight_map":{"a":"2.safetensors","b":"1.safetensors"}}"#,
            "found b, which belongs into 1.safetensors"
        ),
        // Things said twice.
        (#"{"weight_map":{"a":"1.safetensors","a":"2.safetensors"}}"#, "every name once in weight_map, found a twice"),
        (#"{"weight_map":{},"weight_map":{}}"#, "expected one weight_map, found two"),
        // Other JSON.
        ("{}", "with a weight_map, found none in the JSON"),
        (#"{"weight_map":[]}"#, "expected '{' at byte 14 of the index"),
        (#"{"weight_map":{"a":1}}"#, "expected '\"' at byte 19 of the index"),
        (#"{"weight_map":{"a":"1.safetensors"}"#, "expected '}' at byte 35 of the index, found its end"),
        (#"{"weight_map":{}} more"#, "nothing after the closing brace"),
        (#"{"x":"# + String(repeating: "[", count: 100_000), "at most 100 levels"),
    ]

    @Test(arguments: hostile)
    func refusesHostileIndexes(_ index: String, _ message: String) throws {
        let error = try #require(try error(index))
        #expect(error.description.contains(message), "\(error)")
        #expect(!error.description.contains("\n"))
    }

    @Test func refusesAnArrayInTwoFiles() throws {
        let index = #"{"weight_map":{"a":"1.safetensors","b":"2.safetensors"}}"#
        let error = try #require(try error(index, shards: ["1": "a", "2": "a"]))
        #expect(error.file.hasSuffix("/2.safetensors") && error.found == "a, which belongs into 1.safetensors")
    }

    @Test func refusesAFolderWithoutIndex() throws {
        try withTemporaryFile { path in
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            let error = try #require(readingError(path))
            #expect(error.file.hasSuffix("/model.safetensors.index.json") && error.found == "no such file")
        }
    }
}
