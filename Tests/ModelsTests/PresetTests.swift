import Datasets
import Testing

@testable import Models

/// `presets` in `Tests/Fixtures/make_zoo.py`.
@Suite("Presets")
struct PresetTests {
    @Test func areThoseOfTorchvisionsWeights() throws {
        for line in try lines("presets.txt") {
            let preset = try preset(of: String(line[0]), String(line[1]))
            let means = preset.mean.map { "\($0)" }.joined(separator: " ")
            let deviations = preset.std.map { "\($0)" }.joined(separator: " ")
            let found =
                "\(preset.imageSize) \(preset.resizeSize) \(preset.isBicubic ? "bicubic" : "bilinear") \(means) "
                + "\(deviations) \(hexadecimal(fnv1a(preset.classNames)))"
            #expect(found == line.dropFirst(2).joined(separator: " "), "\(line[0]) \(line[1])")
        }
    }

    private func preset(of model: String, _ weights: String) throws -> Preset {
        if weights == "IMAGENET1K_V1" { return try ModelZoo.preset(model) }
        return model == "efficientnet_b1" ? .efficientNetB1V2 : .imageNetV2
    }

    private func hexadecimal(_ hash: UInt64) -> String {
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    @Test(arguments: [("lite0", 224), ("lite1", 240), ("lite2", 260)])
    func liteModelsGrow(_ name: String, _ size: Int) throws {
        let preset = try ModelZoo.preset("efficientnet_\(name)")
        #expect(preset.imageSize == size && preset.resizeSize == size && preset.classNames.count == 1000)
        #expect(preset.mean == Preset.efficientNetLite0.mean && preset.std == Preset.efficientNetLite0.std)
    }

    @Test func theSmallNetworksClassesAreTheFoldersOfItsImages() throws {
        #expect(Preset.fashionMNIST.classNames == (try FashionMNIST.folder(.test).classes))
    }

    @Test func anUnknownModelHasNone() {
        #expect(throws: UnknownModel(name: "resnet19")) { try ModelZoo.preset("resnet19") }
    }
}
