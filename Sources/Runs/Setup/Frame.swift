import TrainingCore

/// Which part of a photograph the network sees.
public enum Frame: String, Sendable, Codable, CaseIterable {
    /// A square from the middle, as the pretrained weights know it from their own images.
    case middle
    /// All of it, on a square in the colour of its border.
    case whole

    /// What fits photographs of these shapes: all of them where a fifth are so long that a square from the middle would
    /// show less than two thirds.
    ///
    /// On cut-outs, of which a quarter are so long, a head on frozen features had 85.8 % right with the middle and 89.3 %
    /// with the whole (means over twelve splits). Usual photographs, of 4:3 and 3:2, keep the middle.
    ///
    /// - Parameter aspectRatios: each longer side divided by the shorter one.
    public init(for aspectRatios: [Double]) {
        // 3:2 itself is usual; sizes are rounded.
        let long = aspectRatios.count { $0 > 1.55 }
        self = 5 * long >= aspectRatios.count && long > 0 ? .whole : .middle
    }
}

extension Frame {
    /// The side of the square, in pixels, where weights expect so many.
    ///
    /// For the whole two sevenths more, or things would be smaller than the weights know them; a multiple of 32, by which
    /// networks divide it.
    func size(_ usual: Int) -> Int { self == .middle ? usual : max(usual, usual * 9 / 7 / 32 * 32) }
}

extension RunConfiguration {
    /// What happens to an image that is measured or predicted.
    public var evaluation: Transforms {
        get throws {
            let usual = try preset.evaluationTransforms(size: size)
            switch frame {
            case .middle: return usual
            case .whole:
                return Transforms(
                    [Letterbox(size: size, interpolation: try preset.interpolation)], then: usual.floatSteps)
            }
        }
    }

    /// What happens to an image that is learned from.
    public var training: Transforms {
        get throws {
            let evaluation = try evaluation
            guard augments else { return evaluation }
            let cut = RandomResizedCrop(size: size, scale: 0.5...1, interpolation: try preset.interpolation)
            // A seventh larger, so that cutting need not enlarge much.
            let larger = Letterbox(size: size * 8 / 7, interpolation: try preset.interpolation)
            let steps: [any PixelTransform] = frame == .whole ? [larger, cut] : [cut]
            return Transforms(steps + [RandomHorizontalFlip()], then: evaluation.floatSteps)
        }
    }
}
