import Datasets
import Foundation
import Images
import Layers
import Optimizers
import Tensors
import Testing
import Training
import Weights

/// What fastai and timm computed, see `Tests/Fixtures/make_recipes.py`.
func recipes() throws -> StateDictionary {
    let name = "recipes.safetensors"
    return try StateDictionary(contentsOfFile: Bundle.module.path(forResource: "Fixtures/\(name)", ofType: nil) ?? name)
}

/// Some numbers of the fixture.
func recipe(_ key: String) throws -> [Float] { try #require(try recipes()[key], "no \(key)").floats }

/// The fixture's pictures: noise in which one channel is brighter in each class.
struct Pictures: ImageDataset {
    let name: String
    let count: Int
    let classes = ["red", "green", "blue"]

    func label(at index: Int) -> Int { index % 3 }

    func image(at index: Int) -> Image {
        let noise = RuleFill.values("\(name)\(index)", count: 8 * 8 * 3, in: 0..<160)
        let pixels = noise.enumerated().map { UInt8($1) + ($0 % 3 == label(at: index) ? 40 : 0) }
        return Image(width: 8, height: 8, pixels: pixels)
    }

    static var training: DataLoader { DataLoader(Pictures(name: "training", count: 22), batchSize: 8) }
    static var validation: DataLoader { DataLoader(Pictures(name: "validation", count: 8), batchSize: 8) }
}

/// The fixture's network: a stem, a block and a head.
func threeParts() -> Sequential {
    let model = Sequential(
        Sequential(Conv2d(3, 6, kernel: 3, padding: .fixed(1), bias: false), BatchNorm2d(6), ReLU()),
        Sequential(Conv2d(6, 8, kernel: 3, stride: 2, padding: .fixed(1), bias: false), BatchNorm2d(8), ReLU()),
        Sequential(AdaptiveAvgPool2d(), Flatten(), Linear(8, 3)))
    model.fillByRule()
    return model
}

/// fastai's Adam.
func fastaiAdam(_ groups: [ParameterGroup]) -> AdamW { AdamW(groups, betas: (0.9, 0.99), epsilon: 1e-5) }
