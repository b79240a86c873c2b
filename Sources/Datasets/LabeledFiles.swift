import Images

/// Image files whose classes stand in a list rather than in the names of their folders.
struct LabeledFiles: ImageDataset {
    let classes: [String]
    let samples: [ImageFolder.Sample]

    var count: Int { samples.count }
    func label(at index: Int) -> Int { samples[index].label }
    func image(at index: Int) throws -> Image { try Image(contentsOfFile: samples[index].path) }
    func name(at index: Int) -> String { samples[index].path }
}
