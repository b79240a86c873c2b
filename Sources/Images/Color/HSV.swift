/// A colour as hue, saturation and value in 8 bits each.
///
/// The steps and their single and double precision follow Pillow's conversions between RGB and HSV, so that the
/// values are the same.
struct HSV {
    /// The angle on the colour wheel, 0 … 255 for the whole turn.
    var hue: UInt8
    /// The distance from grey.
    let saturation: UInt8
    /// The largest of red, green and blue.
    let value: UInt8

    /// The colour with the given red, green and blue.
    init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        let largest = max(red, green, blue)
        let smallest = min(red, green, blue)
        value = largest
        guard largest > smallest else {
            (hue, saturation) = (0, 0)
            return
        }
        let range = Float(largest - smallest)
        let (r, g, b) = (Float(largest - red) / range, Float(largest - green) / range, Float(largest - blue) / range)
        let sector: Float
        if red == largest {
            sector = b - g
        } else if green == largest {
            sector = Float(2 + Double(r) - Double(b))
        } else {
            sector = Float(4 + Double(g) - Double(r))
        }
        let turn = Float((Double(sector) / 6 + 1).truncatingRemainder(dividingBy: 1))
        hue = UInt8(Double(turn) * 255)
        saturation = UInt8(Double(range / Float(largest)) * 255)
    }

    /// Red, green and blue of the colour.
    var rgb: (UInt8, UInt8, UInt8) {
        guard saturation > 0 else { return (value, value, value) }
        let position = Double(hue) * 6 / 255
        let sector = position.rounded(.down)
        let remainder = Float(position - sector)
        let strength = Float(Double(saturation) / 255)
        let v = Double(value)
        let p = UInt8((v * (1 - Double(strength))).rounded())
        let q = UInt8((v * (1 - Double(strength * remainder))).rounded())
        let t = UInt8((v * (1 - Double(strength) * (1 - Double(remainder)))).rounded())
        switch Int(sector) % 6 {
        case 0: return (value, t, p)
        case 1: return (q, value, p)
        case 2: return (p, value, t)
        case 3: return (p, q, value)
        case 4: return (t, p, value)
        default: return (value, p, q)
        }
    }
}
