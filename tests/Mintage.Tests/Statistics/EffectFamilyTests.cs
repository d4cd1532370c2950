using System.Text.Json;
using CsCheck;
using Mintage.Runtime;
using Mintage.Statistics;

namespace Mintage.Tests.Statistics;

public sealed class EffectFamilyTests
{
    private static readonly Gen<Effect> AnyEffect =
        Gen.Select(Gen.Double[-0.03, 0.03], Gen.Double[1e-4, 0.01], Gen.Double[0, 0.005], Gen.Int[1, 12]).Select((estimate, spread, test, r) =>
            r == 1 ? new Effect(estimate, null, null, 1, null, null, EffectMethod.TwoPart) : Make(estimate, spread, test, r));

    private static Effect Make(double estimate, double spread, double test, int replicates) =>
        new(estimate, Math.Sqrt((spread * spread / replicates) + (test * test)), replicates - 1, replicates, spread * spread, test * test, EffectMethod.TwoPart);

    [Fact]
    public void A_clear_gain_improves_a_clear_loss_harms_and_a_narrow_interval_is_no_relevant_effect()
    {
        var judged = EffectFamily.Judge([Make(0.02, 0.002, 0, 5), Make(-0.02, 0.002, 0, 5), Make(0.0002, 0.0005, 0, 5), Make(0.004, 0.01, 0, 5)]);
        Assert.Equal([Verdict.Improves, Verdict.Harms, Verdict.NoRelevantEffect, Verdict.NotEnoughEvidence], judged.Select(j => j.Verdict));
        Assert.Equal([false, false, false, true], judged.Select(j => j.ReplicatesToSettle is not null));
    }

    [Fact]
    public void Fewer_than_five_replicates_claim_neither_gain_nor_loss()
    {
        Assert.Equal(Verdict.NotEnoughEvidence, EffectFamily.Judge([Make(0.02, 1e-4, 0, 4)])[0].Verdict);
        Assert.Equal(Verdict.NotEnoughEvidence, EffectFamily.Judge([Make(-0.02, 1e-4, 0, 4)])[0].Verdict);
        Assert.Equal(5, EffectFamily.Judge([Make(0.02, 1e-4, 0, 4)])[0].ReplicatesToSettle);
        Assert.Equal(Verdict.Improves, EffectFamily.Judge([Make(0.02, 1e-4, 0, 4)], new JudgeOptions { MinimumReplicates = 4 })[0].Verdict);
    }

    [Fact]
    public void Holm_decides_where_the_simultaneous_interval_still_touches_zero()
    {
        // p of the second is about 0.04: enough once the first is rejected, too much for Bonferroni's 0.025.
        var judged = EffectFamily.Judge([Make(0.02, 0.002, 0, 5), Make(0.01, 0.0075, 0, 5)]);
        Assert.InRange(judged[1].PValue!.Value, 0.03, 0.05);
        Assert.Equal(Verdict.Improves, judged[1].Verdict);
        Assert.True(judged[1].Simultaneous!.Value.Contains(0));
        Assert.False(judged[1].Pointwise!.Value.Contains(0));
    }

    [Fact]
    public void Opposite_estimates_get_opposite_verdicts_and_else_the_same() => AnyEffect.Array[1, 5].Sample(family =>
    {
        var judged = EffectFamily.Judge(family);
        var mirrored = EffectFamily.Judge([.. family.Select(e => e with { Estimate = -e.Estimate })]);
        foreach (var (ours, other) in judged.Zip(mirrored))
        {
            var opposite = ours.Verdict switch { Verdict.Improves => Verdict.Harms, Verdict.Harms => Verdict.Improves, var v => v };
            Assert.Equal(opposite, other.Verdict);
            Assert.Equal((ours.PValue, ours.AdjustedPValue, ours.ReplicatesToSettle, ours.SmallestDetectable), (other.PValue, other.AdjustedPValue, other.ReplicatesToSettle, other.SmallestDetectable));
            if (ours.Pointwise is { } interval) Assert.Equal(new Interval(-interval.High, -interval.Low), other.Pointwise);
        }
    });

    [Fact]
    public void Intervals_hold_their_estimate_and_the_simultaneous_one_is_the_wider() => AnyEffect.Array[1, 5].Sample(family =>
    {
        foreach (var judged in EffectFamily.Judge(family))
        {
            if (judged.Effect.StandardError is null)
            {
                Assert.Equal(new JudgedEffect(judged.Effect, null, null, null, null, Verdict.NotEnoughEvidence, null, null), judged);
                continue;
            }
            Assert.True(judged.Pointwise!.Value.Contains(judged.Effect.Estimate));
            Assert.True(judged.Simultaneous!.Value.Low <= judged.Pointwise.Value.Low && judged.Simultaneous.Value.High >= judged.Pointwise.Value.High);
            Assert.True(judged.AdjustedPValue >= judged.PValue);
            // What a simultaneous interval excludes Holm rejects, never the other way round only.
            if (!judged.Simultaneous.Value.Contains(0)) Assert.True(judged.AdjustedPValue <= 0.05 + 1e-9);
            Assert.True(judged.ReplicatesToSettle is null || judged.Verdict == Verdict.NotEnoughEvidence);
        }
    });

    [Fact]
    public void The_order_of_the_family_does_not_matter() => AnyEffect.Array[1, 5].Sample(family =>
        Assert.Equal(EffectFamily.Judge(family).Reverse(), EffectFamily.Judge([.. family.Reverse()])));

    [Fact]
    public void Replicates_to_settle_settle_it() => AnyEffect.Sample(effect =>
    {
        var judged = EffectFamily.Judge([effect])[0];
        if (judged.ReplicatesToSettle is not { } needed) return;
        Assert.True(needed > effect.Replicates);
        // The very effect with so many replicates is past the borderline: the estimate stands 0.84 standard errors from it.
        var settled = effect with { Replicates = needed, DegreesOfFreedom = needed - 1, StandardError = effect.StandardErrorWith(needed) };
        Assert.NotEqual(Verdict.NotEnoughEvidence, EffectFamily.Judge([settled])[0].Verdict);
    });

    [Fact]
    public void A_test_set_that_leaves_it_open_is_said_so()
    {
        // 0.4 points with a test part of 0.3: neither 0 nor half a point can be excluded by replicates.
        var judged = EffectFamily.Judge([Make(0.004, 0.001, 0.003, 5)])[0];
        Assert.Equal((Verdict.NotEnoughEvidence, null), (judged.Verdict, judged.ReplicatesToSettle));
    }

    [Fact]
    public void Equal_outcomes_are_no_relevant_effect_only_where_the_test_set_is_large_enough()
    {
        Assert.Equal(Verdict.NoRelevantEffect, OfEqualOutcomes(5, 10_000));
        Assert.Equal(Verdict.NotEnoughEvidence, OfEqualOutcomes(5, 200));
        Assert.Equal(Verdict.NotEnoughEvidence, OfEqualOutcomes(2, 1_000));
        Assert.Equal(Verdict.NotEnoughEvidence, OfEqualOutcomes(1, 10_000));

        static Verdict OfEqualOutcomes(int replicates, int images)
        {
            var rows = PairedOutcomesTests.Rows(replicates, images, (_, i) => i % 25 > 0);
            return EffectFamily.Judge([Effects.TwoPart(PairedOutcomes.Of(rows, rows))])[0].Verdict;
        }
    }

    [Fact]
    public void An_empty_family_has_no_judgements() => Assert.Empty(EffectFamily.Judge([]));

    [Fact]
    public void Judgements_go_through_JSON_unchanged() => AnyEffect.Array[1, 4].Sample(family =>
    {
        var judged = EffectFamily.Judge(family).ToArray();
        Assert.Equal(judged, JsonSerializer.Deserialize<JudgedEffect[]>(JsonSerializer.Serialize(judged, Json.File), Json.File));
    });

    [Fact]
    public void Senseless_options_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => EffectFamily.Judge([], new JudgeOptions { Alpha = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => EffectFamily.Judge([], new JudgeOptions { Power = 0.01 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => EffectFamily.Judge([], new JudgeOptions { RelevantDifference = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => EffectFamily.Judge([], new JudgeOptions { MinimumReplicates = 1 }));
    }
}
