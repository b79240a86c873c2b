import Testing
import TrainingCore

@testable import Runs

@Suite("What the network sees of a photograph")
struct FrameTests {
    @Test func longPhotographsAreSeenWhole() {
        #expect(Frame(for: []) == .middle)
        #expect(Frame(for: [1, 1.33, 1.5, 1.502]) == .middle, "as cameras make them")
        #expect(Frame(for: [1, 1, 1, 1, 1.78]) == .whole)
        #expect(Frame(for: [1, 1, 1, 1, 1, 1.78]) == .middle)
    }

    @Test func theWholeGetsALargerSquareUnlessOneIsAskedFor() throws {
        #expect(try RunConfiguration(data: "", frame: .middle).size == 224)
        #expect(try RunConfiguration(data: "", frame: .whole).size == 288)
        #expect(try RunConfiguration(data: "", size: 96, frame: .whole).size == 96)
    }

    /// A mark at the end of a long picture is lost in the middle, and there in the whole.
    @Test func theWholeIsTheWhole() throws {
        var configuration = try Photos().configuration()
        var generator = SeededGenerator(seed: 1)
        var image = Image(width: 90, height: 30, pixels: [UInt8](repeating: 255, count: 90 * 30 * 3))
        for row in 0..<30 { for i in 0..<30 { image.pixels[row * 270 + i] = 0 } }
        for (frame, isSeen) in [(Frame.middle, false), (.whole, true)] {
            configuration.frame = frame
            let seen = try configuration.evaluation(image, using: &generator)
            #expect((seen.width, seen.height) == (32, 32))
            #expect((Set(seen.values).count > 3) == isSeen)
            let learned = try configuration.training(image, using: &generator)
            #expect((learned.width, learned.height) == (32, 32))
            #expect(try configuration.training.isRandom && !configuration.evaluation.isRandom)
        }
    }
}
