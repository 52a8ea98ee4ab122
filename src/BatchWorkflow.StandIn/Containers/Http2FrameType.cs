namespace BatchWorkflow.StandIn.Containers;

/// <summary>The kinds of frames that are looked at (RFC 9113); others pass by.</summary>
internal enum Http2FrameType
{
    Data = 0,
    Headers = 1,
    Reset = 3,
    Settings = 4,
    Ping = 6,
}
