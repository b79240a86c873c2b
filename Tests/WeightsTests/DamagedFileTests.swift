import Files
import Foundation
import RandomNumbers
import Testing
import Weights

/// Good files, damaged in every place: reading them throws or returns, and does neither trap nor fill the memory.
struct DamagedFileTests {
    static let files = [
        "all_types.safetensors", "odd_names.safetensors", "state.pth", "state_deflated.pth", "state_legacy4.pth",
        "model.pth",
    ]

    @Test(arguments: files)
    func everyTruncatedFileIsRefused(name: String) throws {
        let bytes = try fixtureBytes(name)
        try withTemporaryFile { path in
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            var readable: [Int] = []
            for count in (0..<bytes.count).reversed() {
                try #require(truncate(path, count) == 0)
                if readingError(path) == nil { readable.append(count) }
            }
            #expect(readable.isEmpty)
        }
    }

    @Test(arguments: files)
    func everyChangedFileIsRefusedOrHoldsNoMoreThanItMay(name: String) throws {
        let bytes = try fixtureBytes(name)
        var generator = SeededGenerator(seed: 1)
        try withTemporaryFile { path in
            let file = URL(fileURLWithPath: path)
            for _ in 0..<1000 {
                var changed = bytes
                for _ in 0..<Int.random(in: 1...3, using: &generator) {
                    changed[Int.random(in: 0..<bytes.count, using: &generator)] = .random(
                        in: 0...255, using: &generator)
                }
                try Data(changed).write(to: file)
                guard let state = try? StateDictionary(contentsOfFile: path) else { continue }
                let total = state.names.reduce(0) { $0 + (state[$1]?.bytes.count ?? 0) }
                #expect(total <= 16 << 20 + 32 * bytes.count)
            }
        }
    }
}
