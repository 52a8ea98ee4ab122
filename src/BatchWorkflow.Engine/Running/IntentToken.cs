using System.Security.Cryptography;
using System.Text;

namespace BatchWorkflow.Engine.Running;

/// <summary>Names an intent towards a provider, so that asking twice makes one thing.</summary>
internal static class IntentToken
{
    /// <summary>32 hex digits that are the same for every attempt of one go of a step: fits every cloud's client token.</summary>
    public static string For(string runId, string step, int epoch) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{runId}\n{step}\n{epoch}")))[..32];
}
