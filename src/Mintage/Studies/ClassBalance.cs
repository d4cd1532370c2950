namespace Mintage.Studies;

/// <summary>What a fit does about classes of unequal size.</summary>
public enum ClassBalance
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Every class has the same share of the loss: an image weighs the less the more its class has.</summary>
    ClassWeights,

    /// <summary>Images of the smaller classes come up more often, until every class comes up alike.</summary>
    Oversample,
}
