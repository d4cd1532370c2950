namespace Mintage.Networks;

/// <summary>The way a discriminator gets the wanted class of an image.</summary>
public enum DiscriminatorConditioning
{
    /// <summary>
    /// The one-hot label as constant maps beside the image's channels (Mirza and Osindero 2014, arXiv:1411.1784).
    /// </summary>
    LabelMaps,

    /// <summary>The inner product of the class's embedding and the pooled features is added to the logit (Miyato and
    /// Koyama 2018, arXiv:1802.05637).</summary>
    Projection,

    /// <summary>It does not get the class: a second head names the class, and both networks are rewarded for the right
    /// one (Odena et al. 2017, arXiv:1610.09585).</summary>
    AuxiliaryClassifier,
}

/// <summary>The way a generator gets the wanted class.</summary>
public enum GeneratorConditioning
{
    /// <summary>The one-hot label beside the latent vector.</summary>
    Concatenated,

    /// <summary>
    /// Each class has its own gains and biases in every batch norm (de Vries et al. 2017, arXiv:1707.00683).
    /// </summary>
    ConditionalBatchNorm,
}

/// <summary>Layers of a generator beyond its <see cref="DcganShape"/>.</summary>
internal sealed record GeneratorDesign
{
    public GeneratorConditioning Conditioning { get; init; }

    /// <summary>Units of a hidden layer before the first feature maps; 0 for none.</summary>
    public int Hidden { get; init; }

    /// <summary>True to compute in bfloat16. Weights and gradients are float32 either way.</summary>
    public bool BFloat16 { get; init; }
}

/// <summary>Layers of a discriminator beyond its <see cref="DcganShape"/>.</summary>
internal sealed record DiscriminatorDesign
{
    /// <summary>True to compute in bfloat16. Weights and gradients are float32 either way.</summary>
    public bool BFloat16 { get; init; }

    /// <summary>Batch norm after every convolution except the first. Not with a penalty per image, because it mixes
    /// images.</summary>
    public bool BatchNorm { get; init; }

    /// <summary>Divides every weight by its largest singular value: <see cref="SpectralNorm"/>.</summary>
    public bool SpectralNorm { get; init; }

    public DiscriminatorConditioning Conditioning { get; init; }

    /// <summary>Units of a hidden layer between the last feature maps and the logit; 0 for none.</summary>
    public int Hidden { get; init; }

    /// <summary>
    /// Images per group of the <see cref="MinibatchDeviation"/>, a divisor of every batch; 0 for none.
    /// </summary>
    public int MinibatchDeviation { get; init; }
}
