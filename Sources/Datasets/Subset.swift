import Images

/// Some of the images of another dataset, in an order of their own. Labels and classes stay the same.
public struct Subset: ImageDataset {
    /// The dataset the images come from.
    public let base: any ImageDataset
    /// Where in `base` each image is; an index may occur more than once.
    public let indices: [Int]

    /// The images of `base` at `indices`.
    ///
    /// - Precondition: every index is in `0 ..< base.count`.
    public init(_ base: any ImageDataset, indices: [Int]) {
        let valid = 0..<base.count
        if let wrong = indices.first(where: { !valid.contains($0) }) {
            fatalError("Subset: index \(wrong) is outside of a dataset of \(base.count) images")
        }
        self.base = base
        self.indices = indices
    }

    /// The classes of `base`, also those that have no image here.
    public var classes: [String] { base.classes }
    /// How many images there are, repeated ones included.
    public var count: Int { indices.count }
    /// The label in `base`.
    public func label(at index: Int) -> Int { base.label(at: indices[index]) }
    /// The image in `base`.
    ///
    /// - Throws: what `base` throws.
    public func image(at index: Int) throws -> Image { try base.image(at: indices[index]) }
    /// The name in `base`.
    public func name(at index: Int) -> String { base.name(at: indices[index]) }
}
