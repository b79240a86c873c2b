import TrainingCore

extension AugmentationLab {
    /// One training image, and what each transform makes of it: a row for each, at several strengths.
    func gallery() throws -> Gallery {
        let index = subject.data.train.labels.firstIndex(of: 6) ?? 0
        let digit = try enlarged(subject.data.train.image(at: index))
        let other = try enlarged(subject.data.train.image(at: subject.data.train.labels.firstIndex(of: 0) ?? 0))
        let colored = digit.tinted()
        func tile(_ caption: String, _ image: Image) -> Gallery.Tile { Gallery.Tile(image: image, caption: caption) }
        func degrees(_ angle: Float) -> Gallery.Tile {
            tile("\(Int(angle))°", changed(digit, by: RandomRotation(degrees: angle...angle)))
        }
        func crop(_ percent: Int) -> Gallery.Tile {
            let share = Float(percent) / 100
            return tile(
                "\(percent) %", changed(digit, by: RandomResizedCrop(size: Augmentation.side, scale: share...share)))
        }
        func shift(_ padding: Int) -> Gallery.Tile {
            tile("up to \(padding)", changed(digit, by: RandomCrop(size: Augmentation.side, padding: padding)))
        }
        func brightness(_ amount: Float) -> Gallery.Tile {
            tile("±\(Int(100 * amount)) %", changed(digit, by: ColorJitter(brightness: amount)))
        }
        func contrast(_ amount: Float) -> Gallery.Tile {
            tile("±\(Int(100 * amount)) %", changed(digit, by: ColorJitter(contrast: amount), seed: 1))
        }
        func hue(_ amount: Float) -> Gallery.Tile {
            tile("±\(Int(360 * amount))°", changed(colored, by: ColorJitter(hue: amount)))
        }
        func erasing(_ percent: Int) -> Gallery.Tile {
            let share = Float(percent) / 100
            return tile("\(percent) %", erased(digit, by: RandomErasing(probability: 1, scale: share...share)))
        }
        func mixed(_ share: Float) -> Gallery.Tile {
            tile("\(Int((100 * share).rounded())) % of it", digit.mixed(with: other, share: share))
        }
        return Gallery(
            title: "What each transform makes of an image",
            rows: [
                Gallery.Row(
                    name: "flip",
                    tiles: [
                        tile("as it is", digit),
                        tile("mirrored", changed(digit, by: RandomHorizontalFlip(probability: 1))),
                    ]),
                Gallery.Row(name: "shift, pixels", tiles: [2, 4, 8, 16].map(shift)),
                Gallery.Row(name: "resized crop", tiles: [80, 60, 30, 8].map(crop)),
                Gallery.Row(name: "rotation", tiles: [15, 45, 90, 180].map(degrees)),
                Gallery.Row(name: "brightness", tiles: [0.2, 0.4, 0.6, 0.9].map(brightness)),
                Gallery.Row(name: "contrast", tiles: [0.2, 0.4, 0.6, 0.9].map(contrast)),
                Gallery.Row(name: "hue, of a tinted one", tiles: [0.05, 0.1, 0.25, 0.5].map(hue)),
                Gallery.Row(
                    name: "greyscale, of that",
                    tiles: [tile("tinted", colored), tile("", changed(colored, by: Grayscale()))]
                ),
                Gallery.Row(name: "erasing", tiles: [5, 10, 20, 33].map(erasing)),
                Gallery.Row(name: "mixup", tiles: [0.9, 0.8, 0.65, 0.5].map(mixed)),
            ])
    }

    private func enlarged(_ image: Image) throws -> Image {
        var generator = SeededGenerator(seed: 0)
        return subject.evaluation.pixelSteps.reduce(image) { $1($0, using: &generator) }
    }

    private func changed(_ image: Image, by transform: any PixelTransform, seed: UInt64 = 3) -> Image {
        var generator = SeededGenerator(seed: seed)
        return transform(image, using: &generator)
    }

    private func erased(_ image: Image, by erasing: RandomErasing) -> Image {
        var generator = SeededGenerator(seed: 3)
        let numbers = Transforms(then: subject.evaluation.floatSteps + [erasing])(image, using: &generator)
        let preset = Preset.fashionMNIST
        return Image(denormalizing: numbers, mean: preset.mean, std: preset.std)
    }
}

extension Image {
    /// White becomes yellow, black dark blue: a picture whose colours can be changed.
    fileprivate func tinted() -> Image {
        let (dark, light): ([Float], [Float]) = ([20, 40, 110], [255, 205, 60])
        let values = pixels.enumerated().map { index, value in
            UInt8(dark[index % 3] + (light[index % 3] - dark[index % 3]) * Float(value) / 255)
        }
        return Image(width: width, height: height, pixels: values)
    }

    /// `share · this + (1 − share) · other`, for an image of the same size.
    fileprivate func mixed(with other: Image, share: Float) -> Image {
        Image(
            width: width, height: height,
            pixels: zip(pixels, other.pixels).map { UInt8(share * Float($0) + (1 - share) * Float($1)) })
    }
}
