/// One version of one image of a dataset, which looks the same whenever it is loaded.
package struct Sample: Hashable, Sendable {
    /// Where the image is in the dataset.
    package let index: Int
    /// Which of its augmented versions; 0 where there is only one.
    package let variant: Int
}
