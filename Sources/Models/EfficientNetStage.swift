/// Blocks of one kind in a row. EfficientNets differ in how many and how wide they are.
struct EfficientNetStage {
    /// How many times wider a block is inside.
    let expansion: Int
    let kernel: Int
    /// The first block's; the others' is 1.
    let stride: Int
    var channels: Int
    var count: Int

    /// The stages of EfficientNet-B0 and Lite0 (Tan and Le, 2019, table 1).
    static let base = [
        EfficientNetStage(expansion: 1, kernel: 3, stride: 1, channels: 16, count: 1),
        EfficientNetStage(expansion: 6, kernel: 3, stride: 2, channels: 24, count: 2),
        EfficientNetStage(expansion: 6, kernel: 5, stride: 2, channels: 40, count: 2),
        EfficientNetStage(expansion: 6, kernel: 3, stride: 2, channels: 80, count: 3),
        EfficientNetStage(expansion: 6, kernel: 5, stride: 1, channels: 112, count: 3),
        EfficientNetStage(expansion: 6, kernel: 5, stride: 2, channels: 192, count: 4),
        EfficientNetStage(expansion: 6, kernel: 3, stride: 1, channels: 320, count: 1),
    ]

    /// The stage with `width` times the channels and `depth` times the blocks, rounded up.
    func scaled(width: Double, depth: Double) -> EfficientNetStage {
        var stage = self
        stage.channels = scaledChannels(channels, by: width)
        stage.count = Int((Double(count) * depth).rounded(.up))
        return stage
    }
}

/// `channels · factor`, rounded to a multiple of 8, but not down by more than a tenth.
func scaledChannels(_ channels: Int, by factor: Double) -> Int {
    let exact = Double(channels) * factor
    let rounded = max(8, Int(exact + 4) / 8 * 8)
    return Double(rounded) < 0.9 * exact ? rounded + 8 : rounded
}
