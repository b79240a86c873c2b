import Files
import Foundation
import Testing
import Weights

struct TorchFileTests {
    static let names = [
        "weight", "transposed", "permuted", "channels_last", "every_second", "slice", "shared.a", "shared.b",
        "shared.reshaped", "expanded", "parameter", "num_batches_tracked", "empty", "float64", "float16.t",
        "bfloat16", "int32", "int8.t", "uint8", "bool", "float64.t",
    ]

    @Test(arguments: ["state", "state_protocol5", "state_deflated", "state_legacy", "state_legacy4"])
    func readsEveryTypeAndLayout(name: String) throws {
        let state = try StateDictionary(contentsOfFile: fixture("\(name).pth"))
        #expect(state.names == Self.names && state.metadata.isEmpty)
        let expected = try StateDictionary(contentsOfFile: fixture("state.safetensors"))
        #expect(expected.count == state.count)
        for name in Self.names { #expect(state[name] == expected[name], "\(name)") }
    }

    /// Against slips in the fixture itself.
    @Test func gathersWhatTheLayoutSays() throws {
        let state = try StateDictionary(contentsOfFile: fixture("state.pth"))
        #expect(state["transposed"]?.shape == [6, 4])
        #expect(state["transposed"]?.floats.prefix(5) == [0, 6, 12, 18, 1])
        #expect(state["permuted"]?.floats.prefix(8) == [0, 4, 8, 12, 16, 20, 1, 5])
        #expect(state["every_second"]?.floats == [1, 3, 5, 7, 9])
        #expect(state["slice"]?.floats == [5, 6, 7, 8])
        #expect(state["expanded"]?.floats == [1, 1, 1, 2, 2, 2])
        #expect(state["num_batches_tracked"] == WeightArray(integers: [1_234_567_890_123], shape: []))
    }

    @Test(arguments: ["state_dict", "model_state_dict", "model"])
    func findsTheStateDictionaryOfACheckpoint(name: String) throws {
        let state = try StateDictionary(contentsOfFile: fixture("\(name).pth"))
        #expect(state.names == ["module.fc.weight", "module.fc.bias"])
        let short = state.removingPrefix("module.")
        #expect(short["fc.weight"] == WeightArray([1, 1], shape: [1, 2]))
        #expect(short["fc.bias"] == WeightArray([0.25], shape: [1]))
    }

    @Test func readsWhatPython2Wrote() throws {
        let state = try StateDictionary(contentsOfFile: fixture("python2.pth"))
        #expect(state.names == ["bias"] && state["bias"] == WeightArray([2, 3, 4], shape: [3]))
    }

    static let refused = [
        ("os_system.pth", "asks for os.system, which no weights file needs; nothing was run"),
        ("os_system_legacy.pth", "asks for os.system, which no weights file needs; nothing was run"),
        ("eval.pth", "asks for __builtin__.eval, which no weights file needs"),
        ("eval_protocol4.pth", "asks for builtins.eval, which no weights file needs"),
        ("whole_model.pth", "asks for torch.nn.modules.linear.Linear, which no weights file needs"),
        ("complex.pth", "numbers in a torch.ComplexFloatStorage, a type that is not supported"),
        ("torchscript.pt", "a TorchScript program"),
        ("tensor.pth", "found a tensor"),
        (
            "unusual_name.pth",
            "expected tensors by name, in a dictionary or its state_dict, model_state_dict, model, "
                + "found a dictionary at net"
        ),
        ("big_endian.pth", "expected numbers in little-endian order, found big"),
        ("big_endian_legacy.pth", "expected numbers in little-endian order"),
        ("short_storage.pth", "data/0 of 4 bytes, found 3 bytes"),
        ("endless.pth", "found more, up to a"),
        ("bomb.pth", "found more, up to a"),
    ]

    @Test(arguments: refused)
    func refuses(name: String, message: String) throws {
        let path = try fixture(name)
        let error = try #require(readingError(path))
        #expect(error.file == path && error.description.contains(message), "\(error)")
    }

    @Test func noticesADamagedNumber() throws {
        var bytes = try fixtureBytes("state.pth")
        let number: [UInt8] = [0, 0, 0x38, 0x41]  // 11.5, the largest number of "weight"
        let places = bytes.indices.filter { bytes[$0...].starts(with: number) }
        bytes[try #require(places.first)] = 1
        let error = try #require(try readingError(bytes))
        #expect(error.found.contains("checksum"), "\(error)")
    }

    /// Files that are no weights files at all, and a part of what is said about them.
    static let others: [([UInt8], String)] = [
        ([], "an empty file"),
        (Array("<!DOCTYPE html><html><body>404".utf8), "a file that begins with \"<!DOCTYPE html><html><bo\""),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0], "bytes of an unknown format"),
        ([UInt8](repeating: 0, count: 257) + Array("ustar".utf8), "a tar archive"),
        (Array("PK\u{3}\u{4}".utf8) + [1, 2, 3], "a damaged one"),
        ([0x80, 4, 0x4E, 0x2E], "a Python pickle that torch.save did not write"),
        ([0x80], "a Python pickle that torch.save did not write"),
    ]

    @Test(arguments: others)
    func namesWhatIsNoWeightsFile(bytes: [UInt8], message: String) throws {
        let error = try #require(try readingError(bytes))
        #expect(error.found.contains(message), "\(error)")
    }

    @Test func namesAFileThatIsMissing() {
        #expect(readingError("/no/such/file.pth")?.found == "no such file")
    }
}
