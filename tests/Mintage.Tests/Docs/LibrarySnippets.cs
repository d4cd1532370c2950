using Microsoft.Extensions.Logging;
using Mintage.Data;
using Mintage.Gans;
using Mintage.Runtime;

namespace Mintage.Tests.Docs;

/// <summary>Code of the guide that is in no sample: it only has to compile.</summary>
internal static class LibrarySnippets
{
    public static void Log(GanOptions options, LabelledImages training, SeedTree seed, string folder, ILoggerFactory loggers)
    {
        new GanTraining(options, training, seed.Child("gan").Seed, folder) { Logger = loggers.CreateLogger("gan") }.Run();
    }
}
