import Images

/// An image on its way into a batch, `nil` if it need not be loaded, or what went wrong with it.
typealias Loaded = Result<FloatImage?, any Error>

/// Where workers take positions of the epoch's order from and bring images to, and the caller waits for batches or
/// lends a hand.
///
/// At most `prefetch` batches are begun before the caller asks for the first of them, which bounds the memory.
final class LoadQueue: Sendable {
    private struct Batch {
        var images: [Loaded?]
        var missing: Int
    }

    private struct State {
        var nextPosition = 0
        var nextBatch = 0
        var batches: [Int: Batch] = [:]
        var isStopped = false
    }

    private let sampleCount: Int
    private let batchSize: Int
    private let prefetch: Int
    private let state: Monitor<State>

    /// - Parameter firstBatch: those before it are left out.
    init(sampleCount: Int, batchSize: Int, prefetch: Int, firstBatch: Int) {
        self.sampleCount = sampleCount
        self.batchSize = batchSize
        self.prefetch = prefetch
        state = Monitor(State(nextPosition: min(sampleCount, firstBatch * batchSize), nextBatch: firstBatch))
    }

    /// A worker's next position; nil when there is no more work. Waits while enough batches are under way.
    func claim() -> Int? {
        state.access { state in
            state.isStopped || state.nextPosition == sampleCount
                || state.nextPosition / batchSize - state.nextBatch < prefetch
        } _: { state in
            guard !state.isStopped && state.nextPosition < sampleCount else { return nil }
            defer { state.nextPosition += 1 }
            return state.nextPosition
        }
    }

    /// The caller's next position in the batch that it waits for; nil when workers have all of them in hand.
    func claimAwaited() -> Int? {
        state.access { state in
            guard state.nextPosition < min(sampleCount, (state.nextBatch + 1) * batchSize) else { return nil }
            defer { state.nextPosition += 1 }
            return state.nextPosition
        }
    }

    /// Brings the image of a claimed position.
    func deliver(_ image: Loaded, at position: Int) {
        let number = position / batchSize
        let size = min(batchSize, sampleCount - number * batchSize)
        state.access { state in
            var batch =
                state.batches.removeValue(forKey: number)
                ?? Batch(images: [Loaded?](repeating: nil, count: size), missing: size)
            batch.images[position % batchSize] = image
            batch.missing -= 1
            state.batches[number] = batch
        }
    }

    /// The images of the next batch in the epoch's order, whatever order they arrived in. Waits for the last of them.
    func takeBatch() -> [Loaded] {
        state.access { state in
            state.batches[state.nextBatch]?.missing == 0
        } _: { state in
            defer { state.nextBatch += 1 }
            return state.batches.removeValue(forKey: state.nextBatch).map { $0.images.compactMap { $0 } } ?? []
        }
    }

    /// Sends the workers home; each finishes the image it is at.
    func stop() {
        state.access { $0.isStopped = true }
    }
}
