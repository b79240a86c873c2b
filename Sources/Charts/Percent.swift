import Foundation

/// A share as a percentage without its sign: `0.934` is "93", or "93.4" with one decimal.
///
/// Only a whole share reads 100 and only nothing reads 0: what would round there stops one step short, so that no
/// error is rounded away. A share that is no number reads "–".
func percent(_ share: Double, decimals: Int = 0) -> String {
    guard share.isFinite else { return "–" }
    let unit = pow(10, -Double(decimals))
    var value = (share * 100 / unit).rounded() * unit
    if share > 0 && share < 1 { value = min(max(value, unit), 100 - unit) }
    return String(format: "%.\(decimals)f", value)
}
