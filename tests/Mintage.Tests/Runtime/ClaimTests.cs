using System.Text.Json;
using Mintage.Runtime;

namespace Mintage.Tests.Runtime;

/// <summary>Claims of this process, of dead ones, and of other machines.</summary>
public sealed class ClaimTests : IDisposable
{
    private static readonly ClaimPace Quick = new() { BeatEvery = TimeSpan.FromMilliseconds(20), StaleAfter = TimeSpan.FromMilliseconds(400), DamagedAfter = TimeSpan.FromMilliseconds(50) };
    /// <summary>Never gives up within a test, however long a busy machine leaves a thread or a write waiting.</summary>
    private static readonly ClaimPace Patient = new() { BeatEvery = TimeSpan.FromMilliseconds(20), StaleAfter = TimeSpan.FromMinutes(5), DamagedAfter = TimeSpan.FromMinutes(5) };

    private readonly string root = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    private string File1 => Path.Combine(root, "claim");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Of_many_that_want_it_one_has_it_at_a_time()
    {
        var (inside, most, turns) = (0, 0, 0);
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            using var claim = Claim.Take(File1, TimeSpan.FromMinutes(5), Patient);
            Assert.NotNull(claim);
            lock (this) most = Math.Max(most, ++inside);
            Thread.Sleep(5);
            lock (this) (inside, turns) = (inside - 1, turns + 1);
        });
        Assert.Equal((1, 8), (most, turns));
        Assert.Empty(Directory.GetFiles(root));
    }

    [Fact]
    public void Of_those_that_want_it_at_the_same_moment_exactly_one_has_it()
    {
        const int Rivals = 4;
        using var start = new Barrier(Rivals);
        var winners = new int[300];
        var threads = Enumerable.Range(0, Rivals).Select(rival => new Thread(() =>
        {
            for (var round = 0; round < winners.Length; round++)
            {
                var name = Path.Combine(root, $"mine-{rival}-{round}");
                File.WriteAllText(name, $"{rival}");
                start.SignalAndWait();
                if (NewName.Give(name, Path.Combine(root, $"name-{round}"))) Interlocked.Increment(ref winners[round]);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.All(winners, count => Assert.Equal(1, count));
    }

    [Fact]
    public void A_holder_of_this_machine_that_died_is_taken_over_and_one_that_lives_is_not()
    {
        Write(ProcessIdentity.Current with { Started = ProcessIdentity.Current.Started - 1 }); // the number was used again
        using (var claim = Claim.Take(File1, TimeSpan.Zero, Quick)) Assert.True(claim!.IsHeld);
        Write(ProcessIdentity.Current);
        Assert.Null(Claim.Take(File1, TimeSpan.Zero, Quick));
        Assert.NotNull(Claim.Holder(File1));
    }

    [Fact]
    public async Task A_holder_of_another_machine_is_taken_over_when_its_heart_has_stopped()
    {
        var elsewhere = ProcessIdentity.Current with { Host = "elsewhere" };
        Write(elsewhere);
        using var stop = new CancellationTokenSource();
        var heart = Task.Run(() =>
        {
            for (var beat = 1; !stop.IsCancellationRequested; beat++)
            {
                Write(elsewhere, beat);
                Thread.Sleep(20);
            }
        });
        Assert.Null(Claim.Take(File1, TimeSpan.Zero, Patient));
        Assert.Equal("elsewhere", Claim.Holder(File1)?.Holder.Host ?? "elsewhere"); // may be read in the middle of a beat
        await stop.CancelAsync();
        await heart;
        using var claim = Claim.Take(File1, TimeSpan.Zero, Quick);
        Assert.True(claim!.IsHeld);
        Assert.Equal(ProcessIdentity.Current, Claim.Holder(File1)!.Holder);
    }

    [Fact]
    public void Who_was_taken_over_learns_of_it_and_leaves_the_other_alone()
    {
        var claim = Claim.Take(File1, TimeSpan.Zero, Quick)!;
        File.Delete(File1);
        Write(ProcessIdentity.Current with { Host = "elsewhere" });
        Assert.True(claim.Lost.WaitHandle.WaitOne(TimeSpan.FromMinutes(1)));
        Assert.False(claim.IsHeld);
        claim.Dispose();
        Assert.Equal("elsewhere", Claim.Holder(File1)!.Holder.Host);
    }

    [Fact]
    public void A_heart_beats_into_the_same_file()
    {
        using var claim = Claim.Take(File1, TimeSpan.Zero, Quick);
        Assert.True(SpinWait.SpinUntil(() => Claim.Holder(File1) is { Beat: > 2 }, TimeSpan.FromMinutes(1)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{ damaged")]
    [InlineData("{}")]
    [InlineData("null")]
    public void What_is_no_claim_is_given_up(string text)
    {
        File.WriteAllText(File1, text);
        Assert.Null(Claim.Holder(File1));
        using var claim = Claim.Take(File1, TimeSpan.Zero, Quick);
        Assert.True(claim!.IsHeld);
    }

    private void Write(ProcessIdentity holder, long beat = 0) => File.WriteAllText(
        File1, JsonSerializer.Serialize(new ClaimRecord("other", holder, DateTimeOffset.UnixEpoch, beat), Json.Line).PadRight(600));
}
