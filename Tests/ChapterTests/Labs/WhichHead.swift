import Testing
import TrainingCore

/// The code of chapter 13, "Which head?".
@Suite("Chapter 13")
struct WhichHead {
    private let images = withSeed(2) { normal([4, 3, 64, 64], deviation: 1) }

    @Test func aHeadOfOnesOwn() {
        let model = withSeed(1) { ResNet(blocks: [1, 1, 1, 1], classes: 3, width: 4) }
        model.fc = Sequential(Linear(32, 64), ReLU(), Dropout(0.5), Linear(64, 10))
        #expect(model(images).shape == [4, 10])
    }

    @Test func aHeadWithPoolingsOfItsOwn() throws {
        let network = withSeed(1) { ResNet(blocks: [1, 1, 1, 1], classes: 3, width: 4) }
        let model = try network.cut(after: "layer4")
        model.head = Head.concatPooling(model.channels(), classes: 10).initialiseAsInFastai()
        #expect(model(images).shape == [4, 10])
    }
}
