BeforeAll {
    . $PSScriptRoot/Session.ps1
    $id = (Submit-BatchWorkflow (New-SampleWorkflow)).Id
}

Describe 'Get-BatchMetric' {
    It 'counts steps and measures time' {
        $metrics = Get-BatchMetric $id
        $metrics.Where({ $_.Name -eq 'steps_succeeded' -and -not $_.Operation }).Value | Should -Be 3
        $metrics.Where({ $_.Name -eq 'run_duration_seconds' }).Value | Should -BeGreaterThan 0
    }

    It 'filters by name and takes runs from the pipeline' {
        (Get-BatchStatus $id | Get-BatchMetric -Name retries_*).Name | Sort-Object -Unique | Should -Be retries_total
    }
}
