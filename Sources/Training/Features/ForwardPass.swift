import Datasets
import Files
import Layers
import Tensors

/// Takes the images of a loader through a model, epoch after epoch. Through the model's frozen part each image goes only
/// once: its features are kept, and in later epochs it is not even loaded.
///
/// Features that take more room than the image are not kept: they lie so early that they would save little work.
///
/// The model may be frozen or unfrozen between two epochs. Frozen weights must not change in another way.
final class ForwardPass {
    let model: Module
    private let loader: DataLoader
    private let store: FeatureStore?

    private var frozen: FrozenPart?
    private var cut: Cut?
    private var kept: [Sample: Features] = [:]
    private var imagesWithoutRoom = 0

    /// - Parameter store: where features are kept; `nil` keeps none.
    init(_ model: Module, on loader: DataLoader, keepingIn store: FeatureStore?) {
        self.model = model
        self.loader = loader
        self.store = store
    }

    /// Calls `body` with every batch of an epoch in turn, from batch `first` on. The model must be in the mode it will run
    /// in.
    func forEachBatch(epoch: Int, from first: Int = 0, _ body: (PartialBatch) throws -> Void) throws {
        if store != nil { findFrozenPart() }
        imagesWithoutRoom = 0
        try loader.forEachBatch(epoch: epoch, from: first, except: Set(kept.keys), body)
    }

    /// The model's output for a batch of the epoch, whose images are mixed if asked for. That needs all of them, so no
    /// features may be kept.
    func callAsFunction(_ batch: PartialBatch, mixed mix: Mix? = nil) throws -> Tensor {
        guard let store, let frozen, let samples = batch.samples else {
            guard let images = batch.pixels?.images else { fatalError("ForwardPass: the images were not loaded") }
            return model(mix?.images(images) ?? images)
        }
        let computed = batch.pixels.map { compute($0.images, frozen) }
        guard let cut else { fatalError("ForwardPass: the images were not loaded") }
        let features = try complete(computed, of: batch, samples, cut, in: store)
        return frozen.links(cut.end..<frozen.links.count, of: features)
    }

    /// What is kept; `nil` if that is nothing.
    func report(_ part: FeatureCacheReport.Part) -> FeatureCacheReport? {
        guard let frozen, !kept.isEmpty else { return nil }
        let places = kept.values.map(\.place)
        return FeatureCacheReport(
            part: part, through: model.namedModules.first { $0.element === frozen.last }?.name ?? "",
            images: places.count,
            bytesInMemory: places.filter { !$0.isInFile }.map(\.byteCount).reduce(0, +),
            bytesInFile: places.filter(\.isInFile).map(\.byteCount).reduce(0, +),
            imagesWithoutRoom: imagesWithoutRoom)
    }

    /// Looks at what is frozen now, and forgets the features of anything else.
    private func findFrozenPart() {
        let now = FrozenPart(of: model)
        defer { frozen = now }
        if let cut, let now, now.parameters == frozen?.parameters, now.ends.contains(cut.end) { return }
        store?.forget(kept.values.map(\.place))
        kept = [:]
        cut = nil
    }

    /// Takes images through the frozen part. The first batch shows where it had better end.
    private func compute(_ images: Tensor, _ frozen: FrozenPart) -> Tensor {
        if let cut { return frozen.links(0..<cut.end, of: images) }
        let (features, end) = frozen.smallestFeatures(of: images)
        cut = Cut(end: end, isWorthKeeping: features.count <= images.count)
        return features
    }

    /// Keeps the features of the images that were loaded, and puts those between them that were kept before.
    private func complete(
        _ computed: Tensor?, of batch: PartialBatch, _ samples: [Sample], _ cut: Cut, in store: FeatureStore
    ) throws -> Tensor {
        if let computed, !cut.isWorthKeeping { return computed }
        let rows = Dictionary(uniqueKeysWithValues: zip(batch.loaded, computed?.rows ?? []))
        let loadedShape = computed.map { Array($0.shape.dropFirst()) }
        for position in batch.loaded where kept[samples[position]] == nil {
            if let shape = loadedShape, let place = rows[position].flatMap(store.keep) {
                kept[samples[position]] = Features(place: place, shape: shape)
            } else {
                imagesWithoutRoom += 1
            }
        }
        if let computed, rows.count == batch.count { return computed }
        var values: [Float] = []
        var shape = loadedShape
        for (position, sample) in samples.enumerated() {
            if let row = rows[position] {
                values += row
            } else if let features = kept[sample] {
                // Images of one batch have one size, but the next batch may have another.
                guard shape ?? features.shape == features.shape else {
                    throw FileError(
                        loader.dataset.name(at: sample.index), expected: "the size of the other images of its batch",
                        found: "another; add a resize or crop to a fixed size")
                }
                shape = features.shape
                values += try store.values(at: features.place)
            }
        }
        return Tensor(values, shape: [batch.count] + (shape ?? []))
    }
}

/// Where a network is taken apart.
private struct Cut {
    /// After how many links.
    let end: Int
    /// Whether the features there take no more room than the image.
    let isWorthKeeping: Bool
}

/// What the frozen part made of an image.
private struct Features {
    let place: FeatureStore.Place
    let shape: [Int]
}

extension Tensor {
    /// The numbers of each sample.
    fileprivate var rows: [[Float]] {
        let size = count / shape[0]
        return withValues { values in (0..<shape[0]).map { Array(values[$0 * size..<($0 + 1) * size]) } }
    }
}
