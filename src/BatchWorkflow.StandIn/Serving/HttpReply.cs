using System.Text.Json.Nodes;

namespace BatchWorkflow.StandIn.Serving;

/// <summary>An answer over HTTP.</summary>
internal sealed record HttpReply(int Status, string Body, string ContentType = "text/plain; charset=utf-8")
{
    /// <summary>What health endpoints say when all is well.</summary>
    public static HttpReply Ok { get; } = new(200, "ok");

    /// <summary>An answer in JSON.</summary>
    public static HttpReply Json(JsonNode body, int status = 200) => new(status, body.ToJsonString(), "application/json");
}
