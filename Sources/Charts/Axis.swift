import Foundation

/// How numbers are spaced along an axis.
public enum AxisSpacing: Sendable, Equatable {
    /// Equal differences take up equal lengths.
    case linear
    /// Equal ratios take up equal lengths. Numbers that are not positive have no place.
    case logarithmic

    /// Whether `value` has a place on such an axis: it is finite, positive if need be, and smaller than 1e100, so that
    /// differences do not overflow.
    func hasPlace(for value: Double) -> Bool {
        switch self {
        case .linear: abs(value) < 1e100
        case .logarithmic: value < 1e100 && value > 1e-100
        }
    }
}

/// A range of numbers with round ticks: multiples of 1, 2 or 5 times a power of ten.
struct Axis: Equatable {
    struct Tick: Equatable {
        let value: Double
        let label: String
    }

    let spacing: AxisSpacing
    let range: ClosedRange<Double>
    let ticks: [Tick]

    /// Where `value` lies between the ends of the axis: 0 at the lower, 1 at the upper.
    func fraction(of value: Double) -> Double {
        switch spacing {
        case .linear: (value - range.lowerBound) / (range.upperBound - range.lowerBound)
        case .logarithmic: log(value / range.lowerBound) / log(range.upperBound / range.lowerBound)
        }
    }

    /// An axis whose ends are ticks and that holds all of `values`, with about `count` steps.
    init(roundedAround values: [Double], count: Int) {
        let (low, high) = Axis.extent(of: values)
        let step = Axis.step(over: high - low, count: count)
        let (first, last) = ((low / step + 1e-9).rounded(.down), (high / step - 1e-9).rounded(.up))
        spacing = .linear
        range = first * step...last * step
        ticks = Axis.ticks(step: step, in: range)
    }

    /// An axis just longer than the range of `values`, with about `count` ticks, none outside of that range. If
    /// `isWhole`, the ticks are whole numbers, as those of epochs should be.
    init(holding values: [Double], count: Int, spacing: AxisSpacing, isWhole: Bool) {
        self.spacing = spacing
        switch spacing {
        case .linear:
            let (low, high) = Axis.extent(of: values)
            let margin = (high - low) * 0.03
            range = low - margin...high + margin
            let step = Axis.step(over: high - low, count: count)
            ticks = Axis.ticks(step: isWhole ? max(step, 1) : step, in: low...high)
        case .logarithmic:
            let (low, high) = (values.min() ?? 1, values.max() ?? 1)
            let isPoint = high / low < 1 + 1e-9
            let margin = isPoint ? 2 : pow(high / low, 0.03)
            range = low / margin...high * margin
            ticks = Axis.logarithmicTicks(in: isPoint ? range : low...high, count: count)
        }
    }

    /// Smallest and largest value, moved apart where they coincide. 0 and 1 if there are none.
    private static func extent(of values: [Double]) -> (Double, Double) {
        guard let low = values.min(), let high = values.max() else { return (0, 1) }
        let size = max(abs(low), abs(high))
        guard high - low <= max(size * 1e-9, 1e-100) else { return (low, high) }
        let margin = size <= 1e-100 ? 1 : low == low.rounded() && size < 1e6 ? 0.5 : size * 0.05
        return (low - margin, high + margin)
    }

    /// The round step that divides `span` into about `count` parts.
    private static func step(over span: Double, count: Int) -> Double {
        let rough = span / Double(count)
        let power = pow(10, log10(rough).rounded(.down))
        switch rough / power {
        case ..<1.5: return power
        case ..<3: return 2 * power
        case ..<7: return 5 * power
        default: return 10 * power
        }
    }

    /// A number between the ticks, rounded to the given decimals. If there are none given, it is rounded to about a
    /// two-hundredth of a linear axis, or to three digits on a logarithmic one.
    func label(_ value: Double, decimals: Int? = nil) -> String {
        func rounded(to unit: Double) -> Double { (value / unit).rounded() * unit + 0 }  // + 0 as in `ticks`
        if let decimals { return String(format: "%.\(decimals)f", rounded(to: pow(10, -Double(decimals)))) }
        switch spacing {
        case .linear:
            let unit = Axis.unit(of: Axis.step(over: range.upperBound - range.lowerBound, count: 200))
            let largest = max(abs(range.lowerBound), abs(range.upperBound))
            return Axis.label(rounded(to: unit), step: unit, largest: largest, finest: 1e-6)
        case .logarithmic:
            let finest = range.lowerBound < 0.01 ? Double.infinity : 1e-6
            return Axis.label(value, step: Axis.unit(of: value) / 100, largest: range.upperBound, finest: finest)
        }
    }

    /// The power of ten that is `step` or next below.
    private static func unit(of step: Double) -> Double { pow(10, (log10(step) + 1e-9).rounded(.down)) }

    private static func ticks(step: Double, in range: ClosedRange<Double>) -> [Tick] {
        let first = (range.lowerBound / step - 1e-9).rounded(.up),
            last = (range.upperBound / step + 1e-9).rounded(.down)
        guard first <= last else { return [] }
        let largest = max(abs(first), abs(last)) * step
        return stride(from: first, through: last, by: 1).map {
            let value = $0 * step + 0  // Adding 0 turns -0 into 0.
            return Tick(value: value, label: label(value, step: step, largest: largest))
        }
    }

    /// As many decimals as `step` has; powers of ten where it is below `finest` or `largest` would need many digits.
    private static func label(_ value: Double, step: Double, largest: Double, finest: Double = 1e-4) -> String {
        let place = Int((log10(step) + 1e-9).rounded(.down))
        if step > finest * (1 - 1e-9) && largest < 1e6 { return String(format: "%.\(max(0, -place))f", value) }
        guard value != 0 else { return "0" }
        let digits = max(0, Int((log10(abs(value)) + 1e-9).rounded(.down)) - place)
        return shortened(String(format: "%.\(digits)e", value))
    }

    /// Powers of ten; where there are not two of them, 1, 2 and 5 times such powers; within a decade, even steps.
    private static func logarithmicTicks(in range: ClosedRange<Double>, count: Int) -> [Tick] {
        let low = Int((log10(range.lowerBound) - 1e-9).rounded(.up))
        let high = Int((log10(range.upperBound) + 1e-9).rounded(.down))
        if high > low {
            let every = (high - low - 1) / count + 1
            return stride(from: low, through: high, by: every).map { tick(1, power: $0) }
        }
        guard range.upperBound / range.lowerBound >= 10 else {
            return ticks(step: step(over: range.upperBound - range.lowerBound, count: 5), in: range)
        }
        let candidates = (low - 1...low).flatMap { power in [1, 2, 5].map { tick($0, power: power) } }
        return candidates.filter { range.contains($0.value) }
    }

    private static func tick(_ digit: Int, power: Int) -> Tick {
        let label = "\(digit)e\(power)"
        return Tick(value: Double(label)!, label: label)
    }

    /// `2e-05` as `2e-5`, `1e+06` as `1e6`.
    private static func shortened(_ number: String) -> String {
        let parts = number.split(separator: "e")
        return "\(parts[0])e\(Int(parts[1])!)"
    }
}
