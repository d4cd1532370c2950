namespace Mintage.Networks;

/// <summary>How a discriminator learns which class an image should show.</summary>
public enum DiscriminatorConditioning
{
    /// <summary>The one-hot label as constant maps beside the image's channels (Mirza and Osindero 2014, arXiv:1411.1784).</summary>
    LabelMaps,

    /// <summary>The inner product of the class's embedding and the pooled features is added to the logit (Miyato and Koyama 2018, arXiv:1802.05637).</summary>
    Projection,

    /// <summary>It is not told: a second head names the class, and both networks are rewarded for the right one (Odena et al. 2017, arXiv:1610.09585).</summary>
    AuxiliaryClassifier,
}

/// <summary>How a generator learns which class to show.</summary>
public enum GeneratorConditioning
{
    /// <summary>The one-hot label beside the latent vector.</summary>
    Concatenated,

    /// <summary>Each class has its own gains and biases in every batch norm (de Vries et al. 2017, arXiv:1707.00683).</summary>
    ConditionalBatchNorm,
}

/// <summary>What a generator is made of beyond its <see cref="DcganShape"/>.</summary>
public sealed record GeneratorDesign
{
    /// <summary>Where the label enters.</summary>
    public GeneratorConditioning Conditioning { get; init; }

    /// <summary>Units of a hidden layer before the first feature maps; 0 for none.</summary>
    public int Hidden { get; init; }

    /// <summary>Whether it computes in bfloat16; its weights are float32 either way, and so are their gradients.</summary>
    public bool BFloat16 { get; init; }
}

/// <summary>What a discriminator is made of beyond its <see cref="DcganShape"/>.</summary>
public sealed record DiscriminatorDesign
{
    /// <summary>Whether it computes in bfloat16; its weights are float32 either way, and so are their gradients.</summary>
    public bool BFloat16 { get; init; }

    /// <summary>Batch norm after every convolution but the first. Not with a penalty per image, which it would mix.</summary>
    public bool BatchNorm { get; init; }

    /// <summary>Every weight divided by its largest singular value: <see cref="SpectralNorm"/>.</summary>
    public bool SpectralNorm { get; init; }

    /// <summary>Where the label enters.</summary>
    public DiscriminatorConditioning Conditioning { get; init; }

    /// <summary>Units of a hidden layer between the last feature maps and the logit; 0 for none.</summary>
    public int Hidden { get; init; }

    /// <summary>Images per group of the <see cref="MinibatchDeviation"/>, a divisor of every batch; 0 for none.</summary>
    public int MinibatchDeviation { get; init; }
}
