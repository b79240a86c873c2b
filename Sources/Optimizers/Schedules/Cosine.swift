import Foundation

/// Half a cosine wave from `start`, at progress 0, to `end`, at progress 1.
func cosine(from start: Double, to end: Double, progress: Double) -> Double {
    end + (start - end) / 2 * (1 + cos(.pi * progress))
}
