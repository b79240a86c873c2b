// The one import of an exercise: everything from tensors to charts.
@_exported import Charts
@_exported import Checks
@_exported import Datasets
@_exported import Environment
@_exported import Files
@_exported import Images
@_exported import Layers
@_exported import Models
@_exported import Optimizers
@_exported import RandomNumbers
@_exported import Tensors
@_exported import Training
@_exported import Weights
