import Checks

extension Image {
    /// The picture `factor` times as bright: 0 is black, 1 leaves it alone.
    ///
    /// This and its siblings are torchvision's `adjust_brightness`, `adjust_contrast`, `adjust_saturation` and
    /// `adjust_hue` on Pillow images, bit for bit.
    public func adjustingBrightness(by factor: Float) -> Image {
        blended(with: 0, factor)
    }

    /// The picture with its distances from the mean brightness multiplied by `factor`: 0 is an even grey.
    public func adjustingContrast(by factor: Float) -> Image {
        let total = pixels.withUnsafeBufferPointer { pixels in
            stride(from: 0, to: pixels.count, by: 3).reduce(0) { sum, i in
                sum + Int(luma(pixels[i], pixels[i + 1], pixels[i + 2]))
            }
        }
        let mean = UInt8(Double(total) / Double(width * height) + 0.5)
        return blended(with: mean, factor)
    }

    /// The picture with its distances from its own grey version multiplied by `factor`: 0 takes all colour away.
    public func adjustingSaturation(by factor: Float) -> Image {
        mapped { red, green, blue in
            let grey = luma(red, green, blue)
            return (blend(grey, red, factor), blend(grey, green, factor), blend(grey, blue, factor))
        }
    }

    /// The picture with its colours moved along the colour wheel: ½ and −½ are both the opposite colour.
    ///
    /// Even 0 changes some pixels slightly, because the way to hue, saturation and value and back goes through
    /// 8 bits, as it does in Pillow.
    ///
    /// - Precondition: `amount` lies between −½ and ½.
    public func adjustingHue(by amount: Float) -> Image {
        require(-0.5...0.5 ~= amount, "adjustingHue: the amount must be between -0.5 and 0.5, not \(amount)")
        let shift = UInt8(truncatingIfNeeded: Int(Double(amount) * 255))
        return mapped { red, green, blue in
            var color = HSV(red, green, blue)
            color.hue &+= shift
            return color.rgb
        }
    }

    /// The picture with every value's distance from `other` multiplied by `factor`.
    private func blended(with other: UInt8, _ factor: Float) -> Image {
        let table = (0...255).map { blend(other, UInt8($0), factor) }
        return mapped { (table[Int($0)], table[Int($1)], table[Int($2)]) }
    }

    /// The picture with every pixel replaced.
    func mapped(_ change: (UInt8, UInt8, UInt8) -> (UInt8, UInt8, UInt8)) -> Image {
        Image(width: width, height: height) { target in
            pixels.withUnsafeBufferPointer { source in
                for i in stride(from: 0, to: source.count, by: 3) {
                    (target[i], target[i + 1], target[i + 2]) = change(source[i], source[i + 1], source[i + 2])
                }
            }
        }
    }
}

/// `from + factor · (to − from)`, clamped and cut off to a whole number, in Pillow's single precision.
private func blend(_ from: UInt8, _ to: UInt8, _ factor: Float) -> UInt8 {
    UInt8(max(0, min(255, Float(from) + factor * (Float(to) - Float(from)))))
}
