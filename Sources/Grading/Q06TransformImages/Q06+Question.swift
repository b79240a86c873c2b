extension Question {
    /// Transform the images.
    public static let q06 = Question(
        number: 6, folder: "Q06TransformImages", title: "Transform the images", chapter: "03-data.md", points: 5,
        hints: [
            "Write down the order on paper: two steps on 8-bit pixels, then one that makes numbers of them, then one that needs these numbers to lie between 0 and 1.",
            "Multiply both sides by the same factor, the target over the short side, and cut the margin off evenly on both sides. For the numbers, loop over the channels outside and over the pixels inside: pixel i has its channel c at `pixels[3 * i + c]`.",
            "Width: `image.width * side / min(image.width, image.height)`, height likewise; left: `(resized.width - side) / 2`, top likewise. Each number: `(Float(pixel) / 255 - preset.mean[c]) / preset.std[c]`. `prepare` calls the first with `preset.imageSize`, then the second.",
        ],
        misconceptions: [
            Q06.normalisedFirst, Q06.dividedTwice, Q06.squashed, Q06.channelOrder, Q06.otherStatistics, Q06.neverScaled,
        ])
}

enum Q06 {
    static let normalisedFirst = Misconception(
        "normalised before scaling",
        "Mean and deviation are stated for pixels in 0…1: subtracting them from 0…255 and dividing by 255 afterwards hardly shifts anything. Scale first."
    )
    static let dividedTwice = Misconception(
        "divided by 255 twice",
        "Divided by 255 twice, every picture is black to the network. Know which step scales, and let no other one do so again.",
        rule: .imagesScaledWrong)
    static let squashed = Misconception(
        "aspect ratio squashed",
        "Width and height scaled by different factors make thin cats of fat ones. Scale both by the same factor, then crop what stands out."
    )
    static let channelOrder = Misconception(
        "channels last or BGR",
        "The network takes whole planes, red, then green, then blue; files have the three values of a pixel side by side, and some libraries blue first.",
        rule: .channelsSwapped)
    static let otherStatistics = Misconception(
        "another model's statistics",
        "Mean and deviation belong to the weights, not to images as such: take them from the preset of the very weights you load.",
        rule: .normalisedUnlikeWeights)
    static let neverScaled = Misconception(
        "never scaled",
        "Mean and deviation are stated for pixels in 0…1: divide the 8-bit values by 255 before you use them.",
        rule: .imagesScaledWrong)
}
