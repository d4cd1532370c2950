using static TorchSharp.torch;

namespace Mintage.Networks.Backbones;

/// <summary>
/// ResNet-18, pretrained on ImageNet, with a softmax layer for the classes at hand: a classifier of images.
/// </summary>
internal sealed class PretrainedClassifier : Classifier
{
    /// <summary>Images that pass the backbone at once where nothing learns: more take memory and no less
    /// time.</summary>
    private const int MostAtOnce = 64;

    private readonly ResNet18 backbone;
    private readonly PretrainedHead head;

    /// <summary>Joins the two, which it owns from then on.</summary>
    /// <param name="backbone">Frozen, or with parts that learn.</param>
    /// <param name="head">The last layer.</param>
    /// <param name="side">Side of the square that images are resized to.</param>
    public PretrainedClassifier(ResNet18 backbone, PretrainedHead head, int side) : base(nameof(PretrainedClassifier))
    {
        (this.backbone, this.head, Side) = (backbone, head, side);
        RegisterComponents();
    }

    /// <summary>Side of the square that images are resized to.</summary>
    public int Side { get; }

    /// <summary>SHA-256 of the backbone's file, as it was before any fine-tuning.</summary>
    public string BackboneSha256 => backbone.WeightsSha256;

    /// <summary>Fits the head to the backbone's features of the training images (<see cref="PretrainedHead.Fit"/>), so
    /// that the first steps do not spoil the backbone (Kumar et al. 2022, arXiv:2202.10054).</summary>
    /// <param name="images">Pixels; 2,000 of them, evenly spaced, are enough.</param>
    public void FitHead(ImageTensors images)
    {
        const int Enough = 2_000, Batch = 64;
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var count = Math.Min(images.Count, Enough);
        int[] rows = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * images.Count / count))];
        var parts = rows.Chunk(Batch).Select(some =>
        {
            using var inner = NewDisposeScope();
            return backbone.forward(BackboneInput.Prepare(images.Rows(some).Pixels, Side)).MoveToOuterDisposeScope();
        });
        head.Fit(cat([.. parts]), images.Rows(rows).Labels);
    }

    /// <summary>Computes class logits.</summary>
    /// <param name="input">Float32 [B, 1 or 3, H, W] in [0, 1].</param>
    /// <returns>Float32 [B, classes]; the caller's scope owns it.</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return head.forward(Features(input)).MoveToOuterDisposeScope();
    }

    /// <summary>Computes the backbone's features.</summary>
    /// <param name="input">Float32 [B, 1 or 3, H, W] in [0, 1].</param>
    /// <returns>Float32 [B, 512], not negative; the caller's scope owns it.</returns>
    public override Tensor Features(Tensor input)
    {
        using var scope = NewDisposeScope();
        if (is_grad_enabled()) return Pass(input).MoveToOuterDisposeScope();
        return cat([.. input.split(MostAtOnce).Select(Pass)]).MoveToOuterDisposeScope();
    }

    private Tensor Pass(Tensor input)
    {
        using var scope = NewDisposeScope();
        return backbone.forward(BackboneInput.PrepareUnit(input, Side)).MoveToOuterDisposeScope();
    }

    /// <summary>What training changed, for a file: the head, and the parts that learned; the rest is the
    /// backbone's.</summary>
    /// <param name="learns">The first part of the backbone that learned; null where only the head did.</param>
    public IEnumerable<SafeTensor> Learned(string? learns)
    {
        string[] parts = learns is null ? [] : [.. ResNet18Design.Parts.SkipWhile(part => part != learns)];
        return ModuleState.Save(this).Where(t => t.Name.StartsWith("head.", StringComparison.Ordinal)
            || parts.Any(part => t.Name.StartsWith($"backbone.{part}.", StringComparison.Ordinal)));
    }

    /// <summary>Overwrites what a file holds of <see cref="Learned"/>.</summary>
    /// <exception cref="Mintage.Runtime.UserInputException">A tensor is missing or does not fit.</exception>
    public void Load(IReadOnlyDictionary<string, SafeTensor> tensors, string source)
    {
        var rest = ModuleState.Save(this).Where(t => !t.Name.StartsWith("head.", StringComparison.Ordinal));
        Dictionary<string, SafeTensor> all = new(tensors);
        foreach (var tensor in rest) all.TryAdd(tensor.Name, tensor);
        ModuleState.Load(this, all, source);
    }
}
